"""What is said while somebody builds an automation (H1, H2, H3, H6, H10): a row per kind."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automations.building.previews import previews
from automations.models import AutomationVersion, Incomplete
from automations.problems import Facts, Stock, problems
from automations.script import END, Choice, Question, Script, read
from automations.tree import drawn
from tests.automations.talking import PETS

A, B = Choice("a", "Cats"), Choice("b", "Dogs")
MORE = "Thank you!"


def question(question_id="q", text="Which one?", choices=(A, B), **more) -> Question:
    return Question(question_id, text=text, choices=tuple(choices), **more)


def script(*questions, recommendation=MORE, **more) -> Script:
    return Script(questions=questions or (question(),), recommendation=recommendation, **more)


def chosen(text, *synonyms, **more) -> Script:
    """A script whose first choice is this one."""
    return script(question(choices=(Choice("a", text, synonyms, **more), B)))


def two(first=(A, B), text="And how big?", **more) -> Script:
    """Two messages, the second with a text of its own."""
    last = question("r", text, (Choice("c", "Small"), Choice("d", "Large")), name="size")
    return script(question(choices=first, name="pet"), last, **more)


@pytest.fixture
def said(acme):
    """The kinds of what is said of a script, each with its place."""

    def said(told: Script = PETS, keywords=("PETS",), **facts):
        version = AutomationVersion(
            keywords=list(keywords), script=told.as_json(), **facts.pop("version", {})
        )
        known = Facts(acme.acme, keywords=keywords, **facts)
        return {(each.place, each.code, each.advice) for each in problems(acme.acme, version, known)}

    return said


KEYWORDS = [
    ([], {}, "no_keyword", False),
    ([""], {}, "no_keyword", False),
    (["PET"], {}, "too_short", False),
    (["P E"], {}, "too_short", False),
    (["x" * 41], {}, "too_long", False),
    (["THE PETS SURVEY"], {}, "long", True),
    (["PETS", "pets "], {}, "twice", False),
    (["Stop all"], {}, "reserved", False),
    (["please stop texting me"], {}, "reserved", False),
    (["désabonner"], {}, "reserved", False),
    (["Hilfe"], {}, "reserved", False),
    (["Start"], {}, "reserved", False),
    (["JOIN"], {"subscribe": {"join": "Join"}}, "reserved", False),
    (["PETS"], {"taken": {"pets": "Another one"}}, "taken", False),
    (["PETS PLEASE"], {}, "first_word", True),
]


@pytest.mark.parametrize(("words", "facts", "code", "advice"), KEYWORDS, ids=lambda each: str(each)[:20])
def test_keywords(said, words, facts, code, advice):
    """H1, H2"""
    assert ("keywords", code, advice) in said(PETS, words, **facts)


@pytest.mark.parametrize(
    "words", [["PETS"], ["😺😺😺😺"], ["WIN!"], ["PETS", "DOGS"], ["PETS PLEASE", "PETS"], ["1234"]]
)
def test_good_keywords(said, words):
    """H2: letters, digits, symbols"""
    assert not [each for each in said(PETS, words) if each[0] == "keywords"]


def test_a_first_word_is_advised_only_where_it_could_be_a_keyword(said):
    """H1"""
    for words in (["STOP IT NOW PETS"], ["PET SHOP"], ["DOGS OUT"]):
        assert ("keywords", "first_word", True) not in said(PETS, words, taken={"dogs": "Dogs"})


STRUCTURE = [
    (Script(recommendation=MORE), "", "no_message", False),
    (script(*(question(str(n)) for n in range(6))), "", "too_many", False),
    (script(*(question(str(n)) for n in range(3))), "", "many", True),
    (script(question(), question()), "", "id", False),
    (script(question("next")), "", "id", False),
    (script(question("q" * 13)), "", "id", False),
    (script(question(text=" ")), "q", "no_text", False),
    (script(question(choices=(A,))), "q", "few_choices", False),
    (script(question(choices=())), "q", "few_choices", False),
    (script(question()), "q", "choices", True),
    (script(question(name="pet.name")), "q", "name", False),
    (script(question(name="pet"), question("r", name="pet")), "r", "name_twice", False),
    (two((Choice("a", "Cats", leads_to=END), Choice("b", "Dogs", leads_to=END))), "r", "unreachable", False),
    (chosen(""), "a", "no_text", False),
    (chosen("Cats", leads_to="q"), "a", "loop", False),
    (chosen("Cats", leads_to="gone"), "a", "gone", False),
    (two((Choice("a", "Cats", recommendation="Meow"), B)), "a", "unsaid", True),
    (script(recommendation=""), "default", "no_recommendation", False),
    (script(question(choices=(replace(A, recommendation="Meow"), B)), recommendation=""), "b", "no_end", False),
    (script(question(choices=(replace(A, recommendation="Meow"), replace(B, recommendation="Wuff")))), "default", "unsaid", True),
    (script(max_reprompts=6), "settings", "reprompts", False),
    (script(max_reprompts=-1), "settings", "reprompts", False),
    (script(reprompt=""), "settings", "no_reprompt", False),
    (script(fallback=" "), "settings", "no_fallback", False),
    (script(timeout_minutes=0), "settings", "timeout", False),
    (script(timeout_minutes=10**12), "settings", "timeout", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "place", "code", "advice"), STRUCTURE, ids=[f"{row[1]}-{row[2]}" for row in STRUCTURE]
)
def test_structure(said, told, place, code, advice):
    """H1"""
    assert (place, code, advice) in said(told)


def test_a_later_message_that_leads_back_is_a_loop(said):
    """H1: also to an earlier message"""
    back = script(question(), question("r", choices=(Choice("c", "Again", leads_to="q"), Choice("d", "On"))))
    assert ("c", "loop", False) in said(back)


def test_a_message_that_a_choice_skips_to_is_reached(said):
    """H1"""
    skipping = script(
        question(choices=(Choice("a", "Cats", leads_to="s"), B)),
        question("r", choices=(Choice("c", "Small", leads_to=END), Choice("d", "Large", leads_to=END))),
        question("s", choices=(Choice("e", "One"), Choice("f", "Many"))),
    )
    assert "unreachable" not in {code for _, code, _ in said(skipping)}


CHOICES = [
    (chosen("Stop"), "reserved", False),
    (chosen("No more messages"), "reserved", False),
    (chosen("End"), "reserved", False),
    (chosen("Quit"), "reserved", False),
    (chosen("Cancel"), "reserved", False),
    (chosen("Arrêter"), "reserved", False),
    (chosen("Yes"), "reserved", False),
    (chosen("Info"), "reserved", False),
    (chosen("Cats", "unsubscribe"), "reserved", False),
    (chosen("Join"), "reserved", False),
    (chosen("No"), "hidden", True),
    (chosen("Dogs"), "collision", False),
    (chosen("Cats", "dogs"), "collision", False),
    (chosen("2"), "collision", False),
    (chosen("…"), "unheard", False),
    (chosen("{first_name}"), "braces", False),
    (chosen("Cats\nor lions"), "lines", False),
    (chosen("Cats", tag="x" * 51), "tag", False),
]


@pytest.mark.parametrize(
    ("told", "code", "advice"), CHOICES, ids=[f"{row[0].questions[0].choices[0].texts}" for row in CHOICES]
)
def test_choices(said, told, code, advice):
    """H6, E3"""
    assert ("a", code, advice) in said(told, subscribe={"join": "JOIN"})


@pytest.mark.parametrize(
    "text", ["Yes please", "No thanks", "Not interested", "Cancel my order", "Stopwatch", "🐱"]
)
def test_good_choices(said, text):
    """E3: what only holds such a word is heard as a choice"""
    assert ("a", "reserved", False) not in said(chosen(text))


LONG = "Which of these would you like to see first, now that spring is here and you have all the time of the world? "
TEXTS = [
    (script(question(text="Hi {first_nam}")), "q", "variable", False),
    (script(question(text="Hi {First Name!}")), "q", "variable", False),
    (script(question(text="Hi {answers.color}")), "q", "variable", False),
    (two(text="A {answers.pet} of which size?", recommendation="{answers.size} {properties.pet.name|x}"), None, None, None),
    (two(text="{answers.size}?"), "r", "not_asked", False),
    (script(question(name="pet", text="{answers.pet}?")), "q", "not_asked", False),
    (two((replace(A, leads_to=END), B), recommendation="So, {answers.size}"), "default", "not_always_asked", True),
    (two((replace(A, leads_to=END), B), recommendation="So, {answers.size|well}"), None, None, None),
    (two((replace(A, leads_to=END, recommendation="{answers.size}"), B)), "a", "not_asked", False),
    (two(fallback="Your {answers.pet} waits."), "settings", "not_always_asked", True),
    (script(question(text="Use {coupon.gone}")), "q", "no_pool", False),
    (script(question(text="Use {coupon.none}")), "q", "no_codes", False),
    (script(question(text="Use {coupon.few}")), "q", "few_codes", True),
    (script(question(text="Use {coupon.many}")), None, None, None),
    (script(reprompt="What?"), "settings", "no_choices", True),
    (script(question(text="Say {choices}")), "q", "choices_here", True),
    (script(recommendation="Say {choices}"), "default", "choices_here", True),
    (script(question(text=LONG * 3)), "q", "segments", True),
    (script(question(text=LONG * 16)), "q", "too_long", False),
    (script(question(text="Which one is it, if you’d choose between the two of them just now, dear? Tell us.")), "q", "alphabet", True),
    (script(question(text="Which one’s it?")), None, None, None),
    (script(question(text="Look at http:/acme.example first")), "q", "link", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "place", "code", "advice"), TEXTS, ids=[f"{row[1]}-{row[2]}" for row in TEXTS]
)
def test_texts(said, told, place, code, advice):
    """H10, E7"""
    stocks = {
        "coupon.none": Stock("None", "XXXX", 0),
        "coupon.few": Stock("Few", "XXXX", 7),
        "coupon.many": Stock("Many", "XXXX", None),
    }
    found = said(told, pools=stocks)
    about = {
        "variable",
        "not_asked",
        "not_always_asked",
        "no_pool",
        "no_codes",
        "few_codes",
        "alphabet",
        "segments",
        "link",
    }
    assert (place, code, advice) in found if code else not [each for each in found if each[1] in about]


def test_a_text_is_measured_with_its_choices_and_the_longest_answers(said):
    """E7, H10: as it is sent"""
    long = Choice("a", "A very long answer " * 8)
    assert ("q", "segments", True) not in said(two((long, B)))
    assert ("r", "segments", True) in said(
        two((long, B), text="{answers.pet} and {answers.pet} and {answers.pet}")
    )


def test_a_campaign_reply_needs_its_campaign(said, acme):
    """H3"""
    version = {"trigger": "reply"}
    assert ("trigger", "no_source", False) in said(version=version)
    campaign = acme.acme.sources.create(kind="campaign", name="Spring")
    assert not [each for each in said(version=version | {"trigger_source": campaign}) if each[0] == "trigger"]
    automation = acme.acme.sources.create(kind="automation", name="Pets")
    assert ("trigger", "no_source", False) in said(version=version | {"trigger_source": automation})


def test_a_number_has_to_be_connected(said):
    """H1"""
    assert ("", "no_number", False) in said(is_connected=False)


def test_each_says_what_is_wrong_and_what_to_do(acme):
    """Nothing is said in one word, nothing twice."""
    facts = Facts(acme.acme, pools={"coupon.few": Stock("Few", "XXXX", 7)})
    for told in [row[0] for row in (*STRUCTURE, *CHOICES, *TEXTS)]:
        version = AutomationVersion(keywords=["PETS"], script=told.as_json())
        found = problems(acme.acme, version, facts)
        assert len(found) == len(set(found))
        for each in found:
            assert each.text[-1] in ".!" and len(each.text) > 20 and "None" not in each.text, each.text


def test_what_is_known_of_the_account(talk, acme, django_assert_max_num_queries):
    """H2: keywords of others; E3; coupon pools of the texts alone"""
    talk.make(keywords=["DOGS"], name="Dogs first")
    acme.acme.subscribe_keywords.create(word="Join")
    acme.acme.coupon_pools.make(acme.acme, "Spring")
    told = replace(PETS, recommendation="{coupon.spring} {coupon.gone}")
    automation = talk.make(on=False)
    version = AutomationVersion(
        automation=automation, keywords=["dogs", "join", "Pets"], script=told.as_json()
    )
    with django_assert_max_num_queries(8):
        found = problems(acme.acme, version)
    assert {(each.place, each.code) for each in found if not each.advice} == {
        ("keywords", "taken"), ("keywords", "reserved"), ("default", "no_codes"), ("default", "no_pool"),
    }  # fmt: skip
    assert any("Dogs first" in each.text for each in found)


def test_it_can_be_switched_on_only_when_nothing_is_wrong(talk):
    """H1: advice does not stand in the way"""
    automation = talk.make(replace(PETS, reprompt="What?"), on=False)
    assert automation.problems(automation.draft)
    automation.switch_on()
    automation.edit(script=replace(PETS, recommendation="").as_json())
    with pytest.raises(Incomplete):
        automation.switch_on()


def test_it_is_quick_enough_to_be_asked_with_every_key(talk, acme):
    """5 messages of 9 choices: 20 ms at most, of the processor's time, as others may be at work beside it."""
    questions = tuple(
        Question(
            f"q{n}", f"name{n}", "Which of these would you like best, {first_name}?",
            tuple(
                Choice(f"c{n}x{m}", f"A nice choice {n} {m}", ("one more", f"another {m}"), recommendation=f"Ours {m}")
                for m in range(9)
            ),
        )
        for n in range(5)
    )  # fmt: skip
    version = AutomationVersion(
        automation=talk.make(on=False), keywords=["PETS"], script=script(*questions).as_json()
    )
    taken = []
    for _ in range(5):
        began = time.process_time()
        problems(acme.acme, version)
        taken.append(time.process_time() - began)
    assert min(taken) <= 0.020


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8),
    st.sampled_from(["next", "end", "default", "q", "{answers.pet}", "{choices}", "{coupon.x}", "\0", "\ud800", "1"]),
)  # fmt: skip
CHOICE = st.dictionaries(
    st.sampled_from(["id", "text", "synonyms", "leads_to", "recommendation", "tag", "more"]),
    ODD | st.lists(ODD, max_size=3),
)
QUESTION = st.dictionaries(st.sampled_from(["id", "name", "text", "save_as"]), ODD).flatmap(
    lambda row: st.lists(CHOICE | ODD, max_size=4).map(lambda choices: row | {"choices": choices})
)
WILD = st.dictionaries(
    st.sampled_from(["recommendation", "reprompt", "fallback", "max_reprompts", "timeout_minutes", "x"]), ODD
).flatmap(
    lambda row: st.lists(QUESTION | ODD, max_size=7).map(lambda questions: row | {"questions": questions})
)


@given(told=WILD | ODD | st.lists(ODD), words=st.lists(st.text(max_size=45), max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_script_is_it_is_told_and_drawn(acme, told, words):
    """A program can send anything."""
    version = AutomationVersion(keywords=words, script=told)
    found = problems(acme.acme, version, Facts(acme.acme, keywords=words))
    assert all(isinstance(each.place, str) for each in found)
    assert drawn(version.read_script(), words).box
    assert "" not in previews(acme.acme, version) or version.read_script().questions
    assert any(not each.advice for each in found) or version.read_script().questions


def test_read_makes_what_was_kept():
    assert read(PETS.as_json()) == PETS
