"""Lists of addresses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrate.sources.address import normalise
from narrate.sources.subscriptions.lines import Line, addresses

LIST = b"""\xef\xbb\xbf# To read
https://news.example/a?utm_source=x#top   # before Monday
  HTTPS://News.Example/b

file:///etc/passwd
news.example/c
"""


def test_an_address_a_line():
    assert list(addresses(LIST)) == [
        Line(number=2, address="https://news.example/a"),
        Line(number=3, address="https://news.example/b"),
        Line(number=5, problem="only http and https addresses are read"),
        Line(number=6, problem="only http and https addresses are read"),
    ]


def test_every_end_of_line():
    found = [
        line.address
        for line in addresses(b"http://a.example/\r\nhttp://b.example/\rhttp://c.example/")
    ]
    assert found == ["http://a.example/", "http://b.example/", "http://c.example/"]


def test_a_line_too_long_to_be_an_address():
    (line,) = addresses(b"https://x.example/" + b"a" * 5_000_000)
    assert line.problem == "this is too long for an address"


@given(st.binary(max_size=200))
def test_any_bytes_are_lines(content):
    for line in addresses(content):
        assert line.number > 0
        assert line.problem or normalise(line.address) == line.address
