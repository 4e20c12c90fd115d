"""What robots.txt asks, as RFC 9309 reads it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.sources.robots import LONGEST_DELAY, parse

SITE = "https://news.example"


def allowed(text: str, path: str) -> bool:
    return parse(text).allow(SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "verdict"),
    [
        ("Disallow: /private/", "/private/a", False),
        ("Disallow: /private/", "/private", True),
        ("Disallow: /private/", "/public", True),
        ("Disallow: /", "/", False),
        ("Disallow:", "/a", True),
        ("disallow :/a # all of it", "/a", False),
        ("Disallow: /\nAllow: /news/", "/news/1", True),
        ("Allow: /news/\nDisallow: /news/live", "/news/live/1", False),
        ("Disallow: /a\nAllow: /a", "/a", True),  # as long: the one that allows
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?page=2", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /a*b*c", "/a-c-b-c", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: *?session=", "/x?session=1", False),
        ("Disallow: /über", "/%C3%BCber", False),
        ("Disallow: /%7Eanna", "/~anna", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("Noindex: /a\nSomething\n: /\nDisallow /b", "/a", True),
    ],
)
def test_a_rule(rules, path, verdict):
    assert allowed(f"User-agent: *\n{rules}", path) is verdict


def test_a_group_of_ones_own_is_the_only_one_that_counts():
    text = "User-agent: *\nDisallow: /\n\nUser-Agent: Narrate/2.0\nDisallow: /mine\n"
    assert allowed(text, "/other")
    assert not allowed(text, "/mine")


def test_groups_of_one_name_are_one():
    text = """
        User-agent: narrate
        User-agent: other

        Disallow: /a
        User-agent: someone
        Disallow: /b
        User-agent: narrate
        Disallow: /c
    """
    assert [allowed(text, path) for path in ("/a", "/b", "/c")] == [False, True, False]


def test_a_name_that_only_begins_like_ours_is_another():
    assert allowed("User-agent: narrateur\nDisallow: /", "/")


@pytest.mark.parametrize(
    ("said", "delay"),
    [("2.5", 2.5), ("10", 10), ("86400", LONGEST_DELAY), ("-1", 0), ("soon", 0), ("nan", 0)],
)
def test_a_delay_is_granted_within_reason(said, delay):
    assert parse(f"User-agent: *\nCrawl-delay: {said}").delay == delay
    assert parse(f"User-agent: other\nCrawl-delay: {said}").delay == 0


@given(st.text(max_size=300), st.text(max_size=50))
def test_any_text_gives_a_verdict(text, path):
    assert parse("User-agent: *\nDisallow: " + text).allow(f"{SITE}/{path}") in (True, False)


@given(
    st.from_regex(r"/[a-c*]{0,8}\$?", fullmatch=True),
    st.from_regex(r"/[a-c]{0,12}", fullmatch=True),
)
def test_patterns_mean_what_a_regular_expression_would(pattern, path):
    import re

    closed = pattern.endswith("$")
    same = ".*".join(re.escape(part) for part in pattern.removesuffix("$").split("*"))
    expected = re.match(same + (r"\Z" if closed else ""), path) is None
    assert allowed(f"User-agent: *\nDisallow: {pattern}", path) is expected


@pytest.mark.parametrize(
    "bomb",
    [
        "".join(f"User-agent: a{number}\n" for number in range(30_000)) + "Allow: /\n" * 60_000,
        "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 20}{n}b\n" for n in range(10_000)),
        "User-agent: *\nDisallow: /" + "*a" * 200_000 + "b",
        "a" * 500_000,
        " " * 500_000,
        "User-agent" + " " * 500_000,
    ],
    ids=["names", "rules", "stars", "letters", "blanks", "blanks-after-a-name"],
)
def test_a_file_made_to_be_slow_is_quick(bomb):
    started = time.process_time()
    parse(bomb).allow(f"{SITE}/{'a' * 2000}")
    assert time.process_time() - started < 2
