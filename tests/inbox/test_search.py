"""B4: full-text search over messages, names, numbers and addresses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tenancy
from inbox import search
from inbox.models import Message, Searchable, Tag, Ticket
from inbox.queries import parse, shortened
from inbox.snippets import marked, snippets
from profiles.models import Profile
from tests.pages import part, rows, words
from tests.world import text_from

pytestmark = pytest.mark.django_db
PAGE = 51


def newest_first(account):
    return account.tickets.order_by("-last_activity_at", "-id")


def find(acme, said: str, most: int = PAGE, **columns) -> search.Found:
    return search.find(newest_first(acme.acme).filter(**columns), acme.acme, said, most)


def numbers(acme, said: str, **columns) -> list[int]:
    ids = find(acme, said, **columns).ids
    return sorted(acme.acme.tickets.filter(pk__in=ids).values_list("number", flat=True))


def say(acme, phone: str, *bodies: str, **names) -> int:
    """The number of the ticket of somebody who texts this."""
    for body in bodies:
        ticket = text_from(acme.number, phone, body).ticket
    Profile.objects.filter(phone=phone).update(**names)
    return Ticket.objects.get(pk=ticket.pk).number


@pytest.fixture(params=["walk", "index"])
def way(request, monkeypatch):
    """Both ways to find something must find the same."""
    if request.param == "index":
        monkeypatch.setattr(search, "WALK", 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("refund", [3]),
        ("REFUND", [3]),
        ("the zip", [1]),
        ("it", [2, 4]),
        ("it late", [4]),
        ("ref", [3]),
        ("re fund", []),
        ("quinn", [2]),
        ("quinn where", [2]),
        ("where quinn", [2]),
        ("paula where", []),
        ("#3", [3]),
        ("#33", []),
    ],
)
def test_b4_words_of_messages_and_people(acme, way, said, expected):
    assert numbers(acme, said) == expected


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("I have been waiting for deliveries", "delivery wait"),
        ("It was exchanged, thanks", "exchanges"),
        ("Les chaussures sont arrivées abîmées", "abimee chaussure"),
        ("Ma commande n’est pas arrivée", "commandes"),
        ("J'attends un REMBOURSEMENT", "remboursements"),
        ("Die Größe passt nicht", "grosse"),
        ("Die Lieferungen kamen beschädigt an", "lieferung beschadigt"),
        ("Bitte die Schuhe zurückschicken", "schuh zurückschicken"),
        ("“Order” #10423…", "order 10423"),
        ("zurück/Umtausch", "umtausch"),
        ("Заказ не пришёл", "заказ"),
        ("thanks🙂bye", "bye"),
    ],
)
def test_b4_three_languages_with_and_without_accents(acme, way, body, said):
    number = say(acme, "+15035550777", body)
    assert numbers(acme, said) == [number]


@pytest.mark.parametrize(
    "said", ["5550142", "(415) 555", "415-555-0142", "+1 415 555 0142", "0142", "14155550142"]
)
def test_b4_any_part_of_a_number(acme, way, said):
    number = say(acme, "+14155550142", "Hello")
    assert numbers(acme, said) == [number]


def test_b4_a_number_as_it_is_dialled_at_home(acme, way):
    number = say(acme, "+491715550142", "Hallo")
    assert numbers(acme, "0171 5550142") == numbers(acme, "0049171") == [number]


def test_b4_an_address_and_parts_of_it(acme, way):
    number = say(acme, "+14155550142", "Hello", email="jo.smith@parcels.example")
    for said in ("jo.smith@parcels.example", "smith@par", "parcels"):
        assert numbers(acme, said) == [number]


@pytest.mark.parametrize("said", ["Jhon Smiht", "jon smith", "Johnn Smitth", "smoth", "Jhon S"])
def test_b4_a_slip_in_a_name(acme, way, said):
    number = say(acme, "+14155550142", "Hello", first_name="John", last_name="Smith")
    found = find(acme, said)
    assert found.is_similar
    assert numbers(acme, said) == [number]


def test_b4_similar_names_only_where_nothing_fits(acme, way):
    mark = say(acme, "+14155550142", "Hello", first_name="Mark")
    mary = say(acme, "+14155550143", "Hello", first_name="Mary")
    assert numbers(acme, "mary") == [mary]
    assert numbers(acme, "mark") == [mark]


def test_b4_a_person_and_what_they_wrote_may_stand_apart_but_not_two_messages(acme, way):
    number = say(acme, "+14155550142", "The refund", "My shoes", first_name="Paul", last_name="Porter")
    assert numbers(acme, "porter refund") == numbers(acme, "shoes paul") == [number]
    assert numbers(acme, "refund shoes") == []


def test_b4_a_tag_by_its_name_or_its_beginning_whatever_it_is_called_by_now(acme, way):
    tag = Tag.objects.make(acme.acme, "Très Late")
    acme.old_refund.tag(tag, by=acme.bob)
    assert numbers(acme, "tres late") == numbers(acme, "tres") == [3]
    assert numbers(acme, "late") == [3, 4], "and those that say it"
    tag.revise("Überfällig", tag.colour)
    assert numbers(acme, "tres") == []
    assert numbers(acme, "uberf") == [3]
    assert numbers(acme, "tag uberf") == []


def test_b4_search_combines_with_other_filters(acme, way):
    assert numbers(acme, "it", assignee=acme.bob) == [2]
    assert numbers(acme, "refund", closed_at=None) == []


def test_b4_what_is_said_later_is_found_too_and_what_is_changed_no_longer(acme, way):
    acme.broken_zip.reply("Our warehouse sends a new one", by=acme.bob)
    assert numbers(acme, "warehouse") == [1]
    Message.objects.filter(body__contains="warehouse").update(body="Our shop sends a new one")
    assert numbers(acme, "warehouse") == []
    Profile.objects.filter(pk=acme.paula.pk).update(first_name="Pauline")
    assert numbers(acme, "pauline") == [1]
    assert numbers(acme, "paula zip") == []


def test_b4_nothing_is_left_of_a_ticket_that_is_gone(acme):
    assert Searchable.objects.filter(ticket=acme.broken_zip).count() == 2
    acme.broken_zip.messages.all().delete()
    assert Searchable.objects.filter(ticket=acme.broken_zip).count() == 1
    acme.broken_zip.events.all().delete()
    Ticket.objects.filter(pk=acme.broken_zip.pk).delete()
    assert not Searchable.objects.filter(ticket=acme.broken_zip).exists()


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "?!",
        "\0",
        "🙂",
        "%",
        "_",
        "'",
        "\\",
        "' | !x:* & <-> (",
        "the",
        "a" * 10_000,
        "a " * 5_000,
        "#",
        "# 1",
        "#" + "9" * 50,
    ],
    ids=lambda said: said[:12],
)
def test_b4_no_query_is_an_error(acme, way, said):
    assert find(acme, said).ids is not None


def test_b4_a_wild_query_finds_what_it_says(acme, way):
    assert numbers(acme, "zip' | & ! :* (") == [1]
    assert numbers(acme, "%zip%") == numbers(acme, "z_ip") + [1]


def test_b4_pages_go_on_where_the_last_one_ended(acme, way):
    for n in range(6):
        say(acme, f"+1415555{n:04}", "A parcel")
    first = find(acme, "parcel", most=3).ids
    last = Ticket.objects.filter(pk__in=first).order_by("last_activity_at", "id").first()
    rest = newest_first(acme.acme).filter(last_activity_at__lte=last.last_activity_at, pk__lt=last.pk)
    second = search.find(rest, acme.acme, "parcel", PAGE).ids
    assert len(first) == len(second) == 3
    assert not set(first) & set(second)


@pytest.mark.parametrize("said", ["it", "where quinn"])
def test_b4_a_common_word_is_looked_for_further_down(acme, monkeypatch, said):
    """Neither among the newest nor rare: the walk goes on, and says so when it came to no end."""
    monkeypatch.setattr(search, "WALK", 1)
    monkeypatch.setattr(search, "_reach", lambda query: search.Reach(candidates=1, far=100))
    assert 2 in numbers(acme, said)
    assert not find(acme, said).is_partial
    monkeypatch.setattr(search, "_reach", lambda query: search.Reach(candidates=1, far=2))
    assert find(acme, said).is_partial


def test_b4_a_search_that_takes_too_long_is_given_up(acme, monkeypatch):
    monkeypatch.setattr("inbox.queries.PATIENCE", 20)
    monkeypatch.setattr(search, "IN_ONE", "pg_sleep(1) IS NULL")
    with pytest.raises(search.TooSlow):
        find(acme, "zip")
    assert Ticket.objects.exists(), "the transaction lives on"


def test_a1_search_finds_nothing_of_another_account(cast, way):
    with tenancy.enter(cast.globex.pk):
        tickets = newest_first(cast.globex)
        assert search.find(tickets, cast.globex, "secret", PAGE).ids == [cast.secret.pk]
        assert search.find(tickets, cast.globex, "refund", PAGE).ids == []
        assert search.find(tickets, cast.globex, "5035550101", PAGE).ids == []
    with tenancy.enter(cast.acme.pk):
        assert search.find(newest_first(cast.acme), cast.acme, "secret", PAGE).ids == []
        assert search.find(Ticket.objects.order_by("id"), cast.globex, "secret", PAGE).ids == [], (
            "the wall behind it"
        )


def test_a1_every_key_begins_with_its_account(cast):
    """What stands in for the wall, which this table can't have."""
    with tenancy.every_account(), connection.cursor() as cursor:
        keys = cursor.execute(
            "SELECT account_id, key FROM inbox_searchable, unnest(tsvector_to_array(words)) AS key"
        ).fetchall()
        owners = dict(Ticket.objects.values_list("pk", "account_id"))
    assert keys
    assert all(
        key.startswith((f"{account}:", f"{account}@", f"{account}~", f"{account}+", f"{account}#"))
        for account, key in keys
    )
    assert all(owners[row.ticket_id] == row.account_id for row in Searchable.objects.all())


def test_b4_a_search_asks_little(acme):
    with CaptureQueriesContext(connection) as context:
        find(acme, "refund")
    assert len([query for query in context if "SAVEPOINT" not in query["sql"]]) == 2


def test_b4_what_the_database_makes_of_a_name_is_what_a_query_asks_for(acme):
    with connection.cursor() as cursor:
        (slips,) = cursor.execute("SELECT search_slips(array['smith'])").fetchone()
    assert set(slips) == shortened("smith")


def test_b4_a_snippet_shows_where_it_was_said(acme):
    body = "Hello there, I wrote to you <b>last week</b> already: please refund the blue shoes, Refunds take too long"
    say(acme, "+14155550142", body, "Anybody?")
    pk = Ticket.objects.get(profile__phone="+14155550142").pk
    query = parse(acme.acme.pk, "refunded")
    assert query
    (snippet,) = snippets(query, [pk]).values()
    assert "<mark>refund</mark> the blue shoes, <mark>Refunds</mark> take" in snippet
    assert snippet.startswith("… ")


def test_b4_a_snippet_is_escaped():
    assert marked("<img onerror=x> refund", ["refund"]) == "&lt;img onerror=x&gt; <mark>refund</mark>"
    assert marked("<refund>", ["refund"]) == "&lt;<mark>refund</mark>&gt;"
    assert marked("nothing of it", []) == "nothing of it"


# The page.


@pytest.fixture
def bob(cast, sign_in):
    return sign_in(cast.bob)


def test_b4_the_list_shows_what_was_found_and_where(bob):
    answer = bob.get("/inbox/all/", {"q": "refunds"})
    assert rows(answer) == [3]
    assert "I want a <mark>refund</mark>" in answer.content.decode()
    assert 'value="refunds"' in part(answer, "q")


def test_b4_search_stays_in_its_view_and_offers_all_tickets(bob):
    answer = bob.get("/inbox/mine/", {"q": "refund & more"})
    assert rows(answer) == []
    assert "Nothing found for “refund & more”" in words(answer.content)
    assert 'href="/a/acme/inbox/all/?q=refund%20%26%20more"' in answer.content.decode()
    assert "Try All tickets" not in words(bob.get("/inbox/all/", {"q": "unheardof"}).content)


def test_b4_the_next_page_and_the_tickets_keep_what_was_searched(cast, bob):
    with tenancy.enter(cast.acme.pk):
        for n in range(60):
            text_from(cast.number, f"+1503557{n:04}", "Parcel & letter")
    first = bob.get("/inbox/all/", {"q": "parcel"})
    assert len(rows(first)) == 50
    assert 'href="/a/acme/tickets/64/?view=all&amp;q=parcel"' in first.content.decode()
    more = part(first, "more-rows").partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(rows(bob.get(more))) == 10
    assert not set(rows(first)) & set(rows(bob.get(more)))


def test_b4_similar_names_are_called_so(bob):
    answer = bob.get("/inbox/all/", {"q": "Qiunn"})
    assert rows(answer) == [2]
    assert "Nothing found for “Qiunn”. These people have similar names:" in words(answer.content)


def test_b4_a_search_that_is_too_slow_says_what_to_do(bob, monkeypatch):
    monkeypatch.setattr("inbox.queries.PATIENCE", 20)
    monkeypatch.setattr(search, "IN_ONE", "pg_sleep(1) IS NULL")
    answer = bob.get("/inbox/all/", {"q": "zip"})
    assert answer.status_code == 200
    assert "This search takes too long" in words(answer.content)


@pytest.mark.parametrize(
    "said", ["\0", "<script>alert(1)</script>", "a" * 10_000, "'; DROP TABLE", "%", "the"]
)
def test_b4_whatever_is_typed_the_page_is_shown(bob, said):
    answer = bob.get("/inbox/all/", {"q": said})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("said", ["refund", "quinn where"])
def test_b4_a_page_of_results_asks_at_most_thirteen_times(bob, monkeypatch, said):
    monkeypatch.setattr(search, "WALK", 1)
    bob.get("/inbox/all/")
    with CaptureQueriesContext(connection) as context:
        assert rows(bob.get("/inbox/all/", {"q": said}))
    assert len([query for query in context if "SAVEPOINT" not in query["sql"]]) <= 13 + 1, (
        "leaving the account asks too"
    )


def test_a1_a_stranger_finds_nothing_of_another_account(cast, sign_in):
    charlie = sign_in(cast.charlie)
    for said in ("refund", "paula", "5035550101", "#3", "zip"):
        assert "Paula" not in charlie.get("/inbox/all/", {"q": said}).content.decode()
        assert rows(charlie.get("/inbox/all/", {"q": said})) == []


def test_b4_search_and_filters_keep_each_other(bob):
    answer = bob.get("/inbox/all/", {"q": "it", "status": "snoozed", "sort": "oldest"})
    assert rows(answer) == [4]
    box = part(answer, "search").partition("</form>")[0]
    assert '<input type="hidden" name="status" value="snoozed">' in box
    assert '<input type="hidden" name="sort" value="oldest">' in box
    assert "q=it" in part(answer, "filters").partition(">")[0]
    assert '<input type="hidden" name="q" value="it"' in bob.get("/inbox/all/filters/?q=it").content.decode()
