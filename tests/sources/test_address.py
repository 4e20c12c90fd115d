"""One spelling for each page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import SourceError
from narrate.sources.address import is_web_address, normalise


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/A/b.html#part-2", "https://example.org/A/b.html"),
        (
            "https://example.org/a?utm_source=x&id=7&fbclid=Iw&UTM_Medium=y",
            "https://example.org/a?id=7",
        ),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/a?q=utm_source", "https://example.org/a?q=utm_source"),
        ("https://example.org/a b?q=c d", "https://example.org/a%20b?q=c%20d"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("  https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_normalise(written, identity):
    assert normalise(written) == identity


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("https://", "not a web address"),
        ("https:///story", "not a web address"),
        ("https://exa mple.org/", "not a web address"),
        ("https://example.org:port/", "not a web address"),
        ("https://[::1/", "not a web address"),
        (f"https://{'a' * 64}.org/", "not a web address"),
        ("https://anna:secret@example.org/a", "user name or password"),
        ("https://example.org/\udcff", "not a web address"),
    ],
)
def test_what_is_no_address_of_a_page(written, problem):
    with pytest.raises(SourceError, match=problem) as caught:
        normalise(written)
    assert "secret" not in str(caught.value)


def test_an_address_is_told_from_a_path():
    assert is_web_address("HTTP://example.org")
    assert not is_web_address("file:///a.html")
    assert not is_web_address("https.html")
    assert not is_web_address(r"C:\stories\a.html")


@given(st.text(max_size=60), st.text(alphabet="/?#&=;%:@[]ab. é\\", max_size=40))
def test_normalising_twice_changes_nothing_and_nothing_else_is_raised(anything, rest):
    for address in (
        anything,
        f"https://{anything}",
        f"https://example.org/{rest}",
        f"http://{rest}",
    ):
        try:
            once = normalise(address)
        except SourceError:
            continue
        assert normalise(once) == once
        assert once.isascii()
        assert " " not in once
