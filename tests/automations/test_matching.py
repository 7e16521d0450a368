"""H6, H7: which choice an answer means, in three languages; ties and doubts mean none; nonsense is quick (P12)."""

import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from automations.collisions import collisions
from automations.matching import ESSAY, match, prepare
from automations.matching.reading import Doubt, Reading, Rule

PETS = [["Cat"], ["Dog"]]
MORE = [["Hamster"], ["Guinea pig"], ["Goldfish"], ["Parrot"], ["Other"]]
SURE = [["Yes"], ["No"]]
POLITE = [["Yes please"], ["No thanks"]]
SIZES = [["Small dog"], ["Large dog"], ["Large cat"]]
SHIRTS = [["S"], ["M"], ["L"], ["XL"]]
ANIMAUX = [["Chat"], ["Chien"], ["Cochon d'Inde"]]
PRIX = [["Moins de 20 €"], ["De 20 à 50 €"], ["L'édition limitée"]]
TIERE = [["Katzen"], ["Hunde"], ["Meerschweinchen"]]
UMLAUTE = [["Kätzchen"], ["Größe"], ["Goethe"], ["Cœur"]]
FEMALE = [["Men"], ["Women"]]
KILOS = [["1-2 kg"], ["2-3 kg"], ["10 kg"]]
COUNTS = [["None"], ["One"], ["Two"], ["More"]]
EMOJI = [["🐱"], ["🐶"]]
BOTH = [["Cat 🐱"], ["Dog 🐶"]]
FOOD = [["Cat"], ["Cat food"], ["Caterpillar food"]]

NR, EX, WO, IN, PA, FU = Rule.NUMBER, Rule.EXACT, Rule.WORD, Rule.INSIDE, Rule.PART, Rule.FUZZY

# The choices, an answer, the choice as it is numbered for people, the rule.
UNDERSTOOD = [
    # H6 itself: “1. Cat”
    (PETS, "Cat", 1, EX), (PETS, "cat", 1, EX), (PETS, "CAT", 1, EX), (PETS, "1", 1, NR),
    (PETS, "I have a cat", 1, WO), (PETS, "catch", 1, IN),
    # Numbers, however they are written
    *((PETS, text, 2, NR) for text in (
        "2", "2.", "#2", "2)", "(2)", "[2]", " 2 ", "2️⃣", "２", "②", "٢", "2!", "2?", "2 🙏", "- 2", "02", "“2”", "*2*",
        "2. Dog", "2 dog", "2 dogs", "2: dog", "dog 2", "dog (2)", "2 - the big one", "2. My boy is called Rex", "2) dog pls",
        "two", "Two please", "TWO", "option 2", "Option two", "option2", "number 2", "number two", "no. 2", "no 2", "№ 2", "n°2",
        "nº 2", "2nd", "2nd one", "second", "the second", "the second one", "the 2nd one please", "answer 2", "choice 2",
        "I choose 2", "I'd go with 2", "I'll take number 2 please", "it's 2", "my answer is 2", "2 thx", "ok 2", "hi, 2", "maybe 2",
        "last one",
        "deux", "le 2", "la 2", "je prends le 2", "le deuxième svp", "la deuxième", "2e", "2ème", "numéro 2", "Numéro deux",
        "l'option 2", "le 2 s'il vous plaît", "c'est le 2", "réponse 2", "2 merci", "je choisis la 2", "bonjour, 2",
        "zwei", "die 2", "die zwei", "Nummer 2", "Nr. 2", "nr 2", "ich nehme die 2", "die zweite bitte", "das zweite", "Antwort 2",
        "zwei bitte", "2 bitte", "ich hätte gern die 2", "2te",
    )),
    *((PETS, text, 1, NR) for text in (
        "one", "first", "the first one", "the 1st", "1. Cat", "1 cat", "un", "une", "premier", "la première", "1er", "1ère",
        "eins", "die erste", "Option eins", "das erste bitte",
    )),
    # Exact, but for case, accents, punctuation, spaces and emoji
    (PETS, "dog!!", 2, EX), (PETS, "  DOG… ", 2, EX), (PETS, "«dog»", 2, EX), (PETS, "dog 🐶", 2, EX), (PETS, "d\u200bog", 2, EX),
    (PETS, "d\0og", 2, EX), (PETS, "Ｄｏｇ", 2, EX), (PETS, "dog\ud800", 2, EX), (PETS, "#cat", 1, EX),
    (ANIMAUX, "chien!!", 2, EX), (ANIMAUX, "cochon d’inde", 3, EX), (ANIMAUX, "COCHON INDE", 3, EX),
    (PRIX, "l’edition limitee", 3, EX), (PRIX, "moins de 20€", 1, EX),
    (TIERE, "hunde 🐶", 2, EX), (MORE, "guineapig", 2, EX), (MORE, "gold fish", 3, EX), (MORE, "guinea-pig", 2, EX),
    (UMLAUTE, "katzchen", 1, EX), (UMLAUTE, "Kaetzchen", 1, EX), (UMLAUTE, "KÄTZCHEN", 1, EX), (UMLAUTE, "ka\u0308tzchen", 1, EX),
    (UMLAUTE, "groesse", 2, EX), (UMLAUTE, "Grosse", 2, EX), (UMLAUTE, "GRÖSSE", 2, EX), (UMLAUTE, "Göthe", 3, EX),
    (UMLAUTE, "coeur", 4, EX), (EMOJI, "🐱", 1, EX), (SHIRTS, "xl", 4, EX), (SHIRTS, "m", 2, EX), (KILOS, "10kg", 3, EX),
    (KILOS, "2-3 KG", 2, EX), (FOOD, "cat food", 2, EX), (FOOD, "catfood", 2, EX), (FEMALE, "women", 2, EX), (COUNTS, "none", 1, EX),
    (SURE, "yes", 1, EX), (SURE, "No.", 2, EX), ([["Oui"], ["Non"]], "non !", 2, EX), ([["Ja"], ["Nein"]], "NEIN", 2, EX),
    ([["Don't know"], ["Know"]], "dont know", 1, EX), ([["T-shirt"], ["Hose"]], "tshirt", 1, EX), ([["Это кот"], ["Пёс"]], "пес", 2, EX),
    # A word or phrase of the answer
    (PETS, "the dog one pls", 2, WO), (PETS, "a cat please", 1, WO), (PETS, "dog I guess", 2, WO), (PETS, "cat, because they purr", 1, WO),
    (PETS, "No, a cat", 1, WO), (PETS, "not sure, maybe dog", 2, WO), (PETS, "I dont know but dog", 2, WO), (PETS, "what about a dog?", 2, WO),
    (PETS, "cat?", 1, EX), (PETS, "one dog", 2, WO), (PETS, "two dog-sitters", 2, WO), (ANIMAUX, "c'est un chien", 2, WO),
    (ANIMAUX, "j’ai un chat", 1, WO), (ANIMAUX, "le chien svp", 2, WO), (ANIMAUX, "un cochon d'inde !", 3, WO), (TIERE, "ich habe Katzen", 1, WO),
    (TIERE, "Hunde natürlich", 2, WO), (FEMALE, "for women please", 2, WO), (FOOD, "some cat food pls", 2, WO), (EMOJI, "my 🐶", 2, WO),
    (EMOJI, "🐶🐶🐶", 2, WO), (SURE, "no thank you", 2, WO), (SURE, "no I don't", 2, WO), (SURE, "yes, why not", 1, WO),
    (SURE, "no problem, yes", 1, WO), (SHIRTS, "size m", 2, WO), (SHIRTS, "L please", 3, WO), (MORE, "a guineapig", 2, WO),
    ([["Ja"], ["Nein"]], "nein danke", 2, WO), ([["Oui"], ["Non"]], "oui merci", 1, WO),
    # Inside a longer word
    (PETS, "cats", 1, IN), (PETS, "doggy", 2, IN), (PETS, "I have 2 cats", 1, IN), (TIERE, "Katzenfutter", 1, IN), (SURE, "yesss", 1, IN),
    (SURE, "nooo", 2, IN), (SURE, "nope", 2, IN), (ANIMAUX, "chatte", 1, IN), (ANIMAUX, "des chiens", 2, IN), (FEMALE, "womens shoes", 2, IN),
    ([["猫"], ["犬"]], "猫がいます", 1, IN), ([["고양이"], ["개"]], "고양이요", 1, IN),
    # All that is said are words of one choice
    (POLITE, "yes", 1, EX), (POLITE, "no", 2, EX), (POLITE, "no thank you", 2, WO), (POLITE, "Yes!!", 1, EX),
    ([["Un chien"], ["Un chat"]], "mon chien s'appelle Rex", 1, WO), ([["A gift"], ["For myself"]], "gift for my mum", 1, WO),
    ([["A gift"], ["Gift"]], "gift", 2, EX), ([["A parrot"], ["The cat"]], "parot", 1, FU), (SIZES, "small", 1, PA),
    (SIZES, "the small one", 1, PA), (SIZES, "cat", 3, PA), (SIZES, "cats", 3, PA), (TIERE, "katze", 1, PA), (TIERE, "ein Hund", 2, PA),
    (PRIX, "limitée", 3, PA), ([["Delivery"], ["Pickup in store"]], "pick up", 2, PA), ([["Men's"], ["Women's"]], "women", 2, PA), ([["Men's"], ["Women's"]], "men", 1, PA), (BOTH, "🐱", 1, PA), (BOTH, "🐶🐶", 2, PA), (KILOS, "1-2", 1, PA), (FOOD, "caterpillar", 3, PA),
    ([["I have a cat"], ["I have a dog"]], "cat", 1, PA), ([["Petite taille"], ["Grande taille"]], "petit", 1, PA),
    # Misspelt: one letter of 6 to 8, two of 9 and more
    (MORE, "hampster", 1, FU), (MORE, "hamstre", 1, FU), (MORE, "hampsters", 1, FU), (MORE, "a hamser please", 1, FU), (MORE, "guinee pig", 2, FU),
    (MORE, "ginea pigs", 2, FU), (MORE, "goldfsh", 3, FU), (MORE, "parot", 4, FU), (TIERE, "meerschweinschen", 3, FU),
    (TIERE, "Merschweinchn", 3, FU), (ANIMAUX, "cochon dinne", 3, FU), (UMLAUTE, "Kätzhcen", 1, FU), (PRIX, "l'édition limitte", 3, FU),
]  # fmt: skip

# The choices, an answer, why it is not understood, the choices that it could have been.
DOUBTED = [
    *((PETS, text, Doubt.NOTHING, ()) for text in (
        "", "   ", "?", "…", "idk", "both", "neither", "none of them", "les deux", "beide", "all", "hello", "bird", "ct", "dgo", "kat",
        "not 1", "option 2 not", "what's 2?", "2.5", "1/2", "10:30", "$2", "2€", "2%", "2pm", "2 kids", "2x", "the latter", "asdf",
        "🐶", "🤷", "\0", "\ud800", "قطة", "ΚΑΤ", "c a", "the two", "\u0301\u0301", "half", "_", "1,5", "n", "the", "1" * 100,
    )),
    *((PETS, text, Doubt.NO_SUCH_NUMBER, ()) for text in ("3", "0", "12", "#7", "option 3", "3 please", "99.", "100", "1000"[:3])),
    *((PETS, text, Doubt.TIE, (0, 1)) for text in (
        "1 or 2", "1 and 2", "1,2", "1, 2", "1 & 2", "1 2", "1-2", "one or two", "2 ou 1", "1 und 2", "either 1 or 2", "cats and dogs",
        "cat or dog", "cat/dog", "I have a cat and two dogs", "2 cats", "1 dog", "2. Cat", "cat 2", "1. cat 2. dog", "first and second",
    )),
    *((PETS, text, Doubt.NEGATED, (0,)) for text in (
        "not a cat", "no cat", "no cats", "I don't have a cat", "anything except a cat", "cat no", "without cat", "I hate cats",
    )),
    *((PETS, text, Doubt.EVERYDAY, (0,)) for text in ("location", "education", "category", "my vacation")),
    *((SURE, text, Doubt.EVERYDAY, (1,)) for text in (
        "now", "know", "I don't know", "not now", "nothing", "another", "no problem", "no idea", "notice", "snow",
    )),
    (PETS, "neither a cat nor a dog", Doubt.NEGATED, (0, 1)),
    (PETS, "what is a dog?", Doubt.QUESTION, (1,)), (PETS, "How much is the dog food?", Doubt.QUESTION, (1,)),
    (PETS, "combien coûte le dog ?", Doubt.QUESTION, (1,)), (PETS, "was ist dog?", Doubt.QUESTION, (1,)),
    (ANIMAUX, "pas de chat", Doubt.NEGATED, (0,)), (ANIMAUX, "je n’ai pas de chien", Doubt.NEGATED, (1,)),
    (ANIMAUX, "aucun chat", Doubt.NEGATED, (0,)), (ANIMAUX, "chein", Doubt.NOTHING, ()), (ANIMAUX, "chat et chien", Doubt.TIE, (0, 1)),
    (TIERE, "keine Katzen", Doubt.NEGATED, (0,)), (TIERE, "Katzen mag ich nicht", Doubt.NEGATED, (0,)), (TIERE, "hnde", Doubt.NOTHING, ()),
    (TIERE, "Katzen und Hunde", Doubt.TIE, (0, 1)), (SURE, "yes and no", Doubt.TIE, (0, 1)), (SURE, "yesterday", Doubt.EVERYDAY, (0,)),
    (SHIRTS, "xxl", Doubt.EVERYDAY, (3,)), (SHIRTS, "large", Doubt.NOTHING, ()), (SIZES, "large", Doubt.TIE, (1, 2)),
    (SIZES, "dog", Doubt.TIE, (0, 1)), (MORE, "another", Doubt.EVERYDAY, (4,)), (MORE, "not a hampster", Doubt.NEGATED, (0,)),
    (MORE, "hampster and parot", Doubt.TIE, (0, 3)), (COUNTS, "two", Doubt.TIE, (1, 2)), (COUNTS, "one", Doubt.TIE, (0, 1)),
    (KILOS, "110 kg", Doubt.NOTHING, ()), (KILOS, "20 kg", Doubt.NOTHING, ()), (POLITE, "please", Doubt.NOTHING, ()),
    ([["2"], ["1"]], "1", Doubt.TIE, (0, 1)), ([["Winter 2024"], ["Winter 2025"]], "winter 2034", Doubt.NOTHING, ()),
    ([["Plan A for you"], ["Plan B for you"]], "plan c for you", Doubt.TIE, (0, 1)), ([["Thongs"], ["Shirts"]], "things", Doubt.NOTHING, ()),
    ([["Living room"], ["Bedroom"]], "room", Doubt.TIE, (0, 1)), ([["Vegan"], ["No diet"]], "no", Doubt.NOTHING, ()),
    ([["A gift"], ["The gift"]], "gift", Doubt.TIE, (0, 1)), (FOOD, "cat fod", Doubt.TIE, (0, 1)), ([["Men's"], ["Women's"]], "men and women", Doubt.TIE, (0, 1)),
    ([["Oui"], ["Non"]], "none", Doubt.EVERYDAY, (1,)), (SHIRTS, "j'm'appelle Anna", Doubt.NOTHING, ()),
    ([["Happy"], ["Sad"]], "unhappy", Doubt.EVERYDAY, (0,)), ([["Satisfied"], ["Other"]], "unsatisfied", Doubt.EVERYDAY, (0,)),
    ([["Zufrieden"], ["Anders"]], "sehr unzufrieden", Doubt.EVERYDAY, (0,)),
    ([["No dog"], ["Cat"]], "dog", Doubt.NOTHING, ()), ([["Cat"], ["cat!"]], "cat", Doubt.TIE, (0, 1)), ([], "1", Doubt.NO_SUCH_NUMBER, ()),
]  # fmt: skip


@pytest.mark.parametrize(("choices", "text", "number", "rule"), UNDERSTOOD)
def test_h6_an_answer_is_recognised(choices, text, number, rule):
    reading = match(text, choices)
    assert (reading.choice, reading.rule, reading.doubt) == (number - 1, rule, None), reading.why
    assert 0 < reading.score <= 100
    assert reading.why


@pytest.mark.parametrize(("choices", "text", "doubt", "tied"), DOUBTED)
def test_h6_a_tie_or_a_doubt_is_not_recognised(choices, text, doubt, tied):
    reading = match(text, choices)
    assert (reading.choice, reading.rule, reading.score) == (None, Rule.NONE, 0), reading.why
    assert (reading.doubt, reading.tied) == (doubt, tied), reading.why
    assert reading.why


def test_h6_synonyms_are_as_good_as_the_choices_own_text():
    choices = [["Cat", "kitty", "mon félin"], ["Dog", "puppy"]]
    assert match("PUPPY", choices) == Reading(1, Rule.EXACT, 100, "puppy", "puppy")
    assert match("un vieux felin, mon felin", choices).said == "mon félin"
    assert match("my kitty and my puppy", choices).tied == (0, 1)
    assert match("cat, my kitty", choices).choice == 0


def test_h6_number_and_exact_beat_contained_and_contained_beats_fuzzy():
    choices = [["Two cats"], ["Parrot"], ["Carrots"]]
    assert match("parrot", choices).rule == Rule.EXACT
    assert match("2. of the two", choices).rule == Rule.NUMBER
    assert match("a parrot eats carots", choices).choice == 1


def test_the_simulator_says_why_in_words():
    assert match("katze", [["Katzen"], ["Hunde"]]).why == "“katze” is said by no choice but “Katzen”"
    assert match("hampster", MORE).why == "“hampster” is one letter from “Hamster”"
    assert match("gina pig", MORE).why == "“ginapig” is 2 letters from “Guinea pig”"
    assert match("catch", PETS).why == "“Cat” stands inside “catch”"
    assert match("1 or 2", PETS).why == "it could be choice 1 or 2"
    assert match("now", SURE).why == "“No” is only a part of “now”, which means something else"
    assert match("catch", PETS).score == 60


def test_an_essay_is_no_answer_but_a_long_choice_is():
    long = "The one with the long name " * 8
    assert match("I have a cat " + "and so on " * 20, PETS).doubt == Doubt.ESSAY
    assert match("I have a cat " + "x" * (ESSAY - 20), PETS).choice == 0
    assert match(long, [[long], ["Other"]]).choice == 0


@pytest.mark.parametrize(
    "text",
    [
        "lorem ipsum dolor " * 89, "1" * 1600, "1 " * 800, "cat " * 400, "\0" * 1600, "\ud800" * 1600, "e\u0301" * 800, "ﷺ" * 1600,
        "שלום " * 320, "🐶" * 1600, "a b c d e f g " * 11, "hamstr " * 22, "x" * 160, "1 2 3 4 5 6 7 8 9 " * 9, "ﷺ" * 150,
        "\u202ecat" * 30, "'" * 160, "no " * 55, "can't " * 26, "??!!" * 40, "\n" * 1600,
    ],
)  # fmt: skip
def test_p12_nonsense_is_quick_and_not_recognised(text):
    """1,600 characters of anything take a few milliseconds at most, and are no answer to twelve choices."""
    twelve = tuple(
        (f"Choice of long words {word}", word)
        for word in ["hamster", "rabbit", "parrot", "horse", "goldfish", "tortoise"] * 2
    )
    prepared = prepare(twelve)
    began = time.process_time()
    assert match(text, twelve).choice is None
    assert time.process_time() - began < 0.05
    assert prepared is prepare(twelve)


# What must be so for any choices and any answer.

ANY = (
    st.text(max_size=200)
    | st.text(alphabet=st.characters(), max_size=40)
    | st.text("12. #catdogno'’äß🐶\ud800\0,?", max_size=30)
)
FRUIT = [
    "apple",
    "banana",
    "cherry",
    "damson",
    "elderberry",
    "fig",
    "grape",
    "honeydew",
    "kiwi",
    "lemon",
    "mango",
    "nectarine",
    "orange",
    "papaya",
    "quince",
    "raspberry",
]
MENU = st.lists(st.sampled_from(FRUIT), min_size=2, max_size=8, unique=True)


@settings(deadline=None)
@given(ANY, st.lists(st.lists(ANY, min_size=1, max_size=3), max_size=6))
def test_any_answer_to_any_choices_is_read(text, choices):
    reading = match(text, choices)
    assert (reading.choice is None) == (reading.rule == Rule.NONE) == (reading.doubt is not None)
    assert reading.choice is None or 0 <= reading.choice < len(choices)
    assert all(0 <= place < len(choices) for place in reading.tied)
    assert reading.why


@settings(deadline=None)
@given(st.lists(st.lists(ANY, min_size=1, max_size=2), min_size=2, max_size=5))
def test_the_text_of_a_choice_finds_it_unless_it_collides(choices):
    collided = {
        (collision.place, collision.text) for collision in collisions(choices) if not collision.is_advice
    }
    for place, texts in enumerate(choices):
        for text in texts:
            assert ((place, text) in collided) != (match(text, choices).choice == place)


@settings(deadline=None)
@given(MENU, st.data())
def test_the_order_of_the_choices_matters_to_numbers_only(menu, data):
    text = data.draw(
        st.lists(st.sampled_from([*FRUIT, "a", "not", "and", "bananna", "grapes", "fig."]), max_size=5).map(
            " ".join
        )
    )
    shuffled = data.draw(st.permutations(menu))
    one, other = match(text, [[word] for word in menu]), match(text, [[word] for word in shuffled])
    assert (one.choice is None) == (other.choice is None)
    assert one.choice is None or menu[one.choice] == shuffled[other.choice]


@settings(deadline=None)
@given(MENU, st.data())
def test_case_accents_and_punctuation_around_change_nothing(menu, data):
    choices = [[word] for word in menu]
    word = data.draw(st.sampled_from(menu))
    accents = data.draw(
        st.lists(
            st.sampled_from(["", "\u0301", "\u0308", "\u200b", "\u0327"]),
            min_size=len(word),
            max_size=len(word),
        )
    )
    dressed = "".join(a + b for a, b in zip(word, accents, strict=True))
    dressed = data.draw(st.sampled_from([str.upper, str.title, str.swapcase, str]))(
        unicodedata.normalize("NFC", dressed)
    )
    before, after = data.draw(
        st.tuples(
            st.sampled_from(["", " ", "“", "!", "… ", "*"]),
            st.sampled_from(["", "!!", " 🍏", ".", "”", "\n"]),
        )
    )
    assert match(before + dressed + after, choices).choice == match(word, choices).choice


@settings(deadline=None)
@given(MENU, st.data())
def test_one_slip_in_a_text_of_six_letters_finds_it_or_nothing(menu, data):
    word = data.draw(st.sampled_from(menu))
    assume(len(word) >= 6)
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeinrst"))
    slips = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :],
             word[:at] + word[at : at + 2][::-1] + word[at + 2 :])  # fmt: skip
    slip = data.draw(st.sampled_from(slips))
    assume(not any(other in slip for other in menu if other != word))
    assert match(slip, [[each] for each in menu]).choice in (menu.index(word), None)
