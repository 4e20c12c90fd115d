"""Every notice carries its own examples; these tests run them."""

import pytest

from narrate.article.refusal.notices import LONGEST, Notice, in_title, is_notice, notices, sentences

KINDS = {notice.kind for notice in notices()}


@pytest.mark.parametrize(
    ("notice", "text"),
    [(notice, text) for notice in notices() for text in notice.matches],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_a_notice_recognises_its_examples(notice: Notice, text: str) -> None:
    assert is_notice(text, notice.kind)


@pytest.mark.parametrize(
    ("notice", "text"),
    [(notice, text) for notice in notices() for text in notice.spares],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_and_spares_what_is_like_them(notice: Notice, text: str) -> None:
    assert not is_notice(text, notice.kind)


def test_every_kind_is_known_in_every_language() -> None:
    known = [notice.kind for notice in notices()]
    assert {kind: known.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, 4)


def test_a_title_is_looked_at_without_the_name_of_the_site() -> None:
    assert in_title("Page not found | The Oakmere Courier", "error page")
    assert in_title("The Oakmere Courier - 404", "error page")
    assert not in_title("Page not found a second time", "error page")


def test_a_long_text_is_no_notice() -> None:
    assert not is_notice("We use cookies " + "and more " * LONGEST, "cookie wall")


def test_a_block_is_looked_at_sentence_by_sentence() -> None:
    text = "The night was calm. “Subscribe to continue reading.” Already a subscriber?"
    assert [is_notice(s, "paywall gate") for s in sentences(text)] == [False, True, False]
