"""E6: what in a text is a link: real http(s) addresses with a host, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms import web_links


def urls(text: str) -> list[str]:
    return [link.url for link in web_links.found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Look: https://acme.example/sale", ["https://acme.example/sale"]),
        ("https://acme.example", ["https://acme.example"]),
        ("Here (https://acme.example/sale), or https://acme.example/b!", ["https://acme.example/sale", "https://acme.example/b"]),
        ("Read https://acme.example/a.", ["https://acme.example/a"]),
        ("Did you see https://acme.example/a?", ["https://acme.example/a"]),
        ("https://acme.example/?q=a&b=%20c#part-2", ["https://acme.example/?q=a&b=%20c#part-2"]),
        ("https://en.example/wiki/Zip_(fastener)", ["https://en.example/wiki/Zip_(fastener)"]),
        ("(see https://en.example/wiki/Zip_(fastener))", ["https://en.example/wiki/Zip_(fastener)"]),
        ("“https://acme.example/a” «https://acme.example/b»", ["https://acme.example/a", "https://acme.example/b"]),
        ("<https://acme.example/a>", ["https://acme.example/a"]),
        ("*https://acme.example/a*", ["https://acme.example/a"]),
        ("https://a.example/1,https://b.example/2", ["https://a.example/1", "https://b.example/2"]),
        ("https://a.example/2026/https://b.example/", ["https://a.example/2026/https://b.example/"]),
        ("HTTPS://ACME.EXAMPLE/A", ["HTTPS://ACME.EXAMPLE/A"]),
        ("https://bücher.example/straße", ["https://bücher.example/straße"]),
        ("見てください：https://例え.example/道。", ["https://例え.example/道"]),
        ("https://acme.example:8443/x", ["https://acme.example:8443/x"]),
        ("http://192.0.2.7/x http://[2001:db8::1]/x", ["http://192.0.2.7/x", "http://[2001:db8::1]/x"]),
        ("https://acme.example/a\nhttps://acme.example/b", ["https://acme.example/a", "https://acme.example/b"]),
        ("https://acme.example/🎁 for you", ["https://acme.example/🎁"]),
    ],
)  # fmt: skip
def test_e6_real_addresses_are_links(text, expected):
    assert urls(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "nothing here", "acme.example", "www.acme.example/sale", "mailto:help@acme.example", "ftp://acme.example/a",
        "javascript:alert(1)", "https://", "https:///sale", "https:// acme.example", "https://sale", "https:/acme.example",
        "http://localhost/x", "https://.example", "https://a..example", "https://-a.example", "https://a_b.example",
        "https://acme.example:99999/", "https://acme.example:x/", "https://[::1", "http://1.2.3.400/", "http://12/",
        "https://user:secret@acme.example/", "https://acme.example@evil.example/", r"https://acme.example\@evil.example/",
        "xhttps://acme.example", "https://ex%61mple.example/", "https://" + "a" * 64 + ".example",
    ],
)  # fmt: skip
def test_e6_what_is_no_address_with_a_host_is_left(text):
    assert urls(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sale: https:///sale!", ["https:///sale"]),
        ("https:// acme.example and www.acme.example/b.", ["https://", "www.acme.example/b"]),
        ("https://acme.example/www.x and https://sale", ["https://sale"]),
        ("https://acme.example/sale", []),
        ("Write to help@acme.example", []),
    ],
)
def test_bad_input_a_link_without_host_is_named(text, expected):
    assert web_links.broken(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://acme.example/a?b=c&d=%C3%A9#e", "https://acme.example/a?b=c&d=%C3%A9#e"),
        ("https://acme.example/a b".replace(" ", "{}|^`"), "https://acme.example/a{}|^`b"),
        ("https://Bücher.example:8443/straße?q=ü#x", "https://xn--bcher-kva.example:8443/stra%C3%9Fe?q=%C3%BC#x"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
    ],
)  # fmt: skip
def test_e6_the_browser_is_sent_to_exactly_this_address(url, expected):
    assert web_links.target(url) == expected
    assert urls(url) == [url]


PARTS = st.lists(
    st.one_of(st.sampled_from(["https://", "http://", "acme.example", "/", "(", ")", ".", ",", " ", "@", ":", "ü", "//"]), st.text(max_size=5)),
    max_size=12,
)  # fmt: skip


@given(PARTS)
def test_e6_whatever_the_text_links_lie_in_it_in_order_and_lead_out_of_it(parts):
    text = "".join(parts)
    end = 0
    for link in web_links.found(text):
        assert end <= link.start < link.end <= len(text)
        assert text[link.start : link.end] == link.url
        target = web_links.target(link.url)
        assert target.isascii()
        assert target.lower().startswith(("http://", "https://"))
        assert not set(target) & set(" \r\n\t")
        assert web_links.host_of(link.url)
        end = link.end
    web_links.broken(text)
