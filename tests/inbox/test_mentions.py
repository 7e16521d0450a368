"""C12: whom an @ means."""

from types import SimpleNamespace

import pytest

from inbox.mentions import called, marked


class Member(SimpleNamespace):
    """As much of a membership as is asked."""

    __hash__ = object.__hash__


MEMBERS = [
    Member(user=SimpleNamespace(name=name, email=email))
    for name, email in (
        ("Bob Miller", "bob@acme.example"),
        ("Dora", "dora@acme.example"),
        ("Jean Luc", "jl@acme.example"),
        ("Jean Paul", "jp@acme.example"),
        ("Ann", "ann@acme.example"),
        ("Ann Lee", "lee@acme.example"),
        ("Zoë", "zoe@acme.example"),
        ("", "nameless@acme.example"),
    )
]


@pytest.mark.parametrize(
    ("body", "whom"),
    [
        ("@Bob", ["bob"]),
        ("ask @bob miller.", ["bob"]),
        ("(@BOB)", ["bob"]),
        ("@bob@acme.example!", ["bob"]),
        ("@Bobby", []),
        ("bob@acme.example", []),
        ("mail me@Bob", []),
        ("@ Bob", []),
        ("@Bob's turn", ["bob"]),
        ("@Dora,@Bob", ["dora", "bob"]),
        ("@Jean, which of you?", []),
        ("@Jean Paul and @jean luc", ["jp", "jl"]),
        ("@Ann", ["ann"]),
        ("@Ann Lee", ["lee"]),
        ("@zoë", ["zoe"]),
        ("@nameless@acme.example", ["nameless"]),
        ("@", []),
        ("", []),
        ("@everyone", []),
    ],
)
def test_c12_whom_the_text_calls(body, whom):
    assert [member.user.email.partition("@")[0] for member in called(body, MEMBERS)] == whom


def test_c12_a_text_full_of_them_takes_no_time():
    assert called("@" * 5000, MEMBERS) == {}
    assert len(called("@Bob " * 1000, MEMBERS)) == 1


def test_c12_they_stand_out_wherever_they_are_named():
    assert (
        marked("@Bob, bob & @bob, not @bobby", ["Bob"])
        == '<b class="note__call">@Bob</b>, bob &amp; <b class="note__call">@bob</b>, not @bobby'
    )
    assert marked("<i>", []) == "&lt;i&gt;"
