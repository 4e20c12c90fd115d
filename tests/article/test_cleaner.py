"""Pages and pasted text to articles, as a listener would want them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.article.cleaner import clean
from narrate.errors import ArticleError, NarrateError

PASTED = """“In due course”: Report: Mayor plans to rebuild the old harbour

“In due course”
Report: Mayor plans to rebuild the old harbour

Listen to article

This audio version was artificially generated. More info | Send feedback

The old harbour has stood empty for nine years. Now the town wants it back.

“A great day for the town”

The mayor spoke on Monday in front of the closed warehouses and gave few details.

source site-12"""


def test_pasted_text_has_its_headline_once_and_no_furniture() -> None:
    article = clean(PASTED)
    assert article.title == "Report: Mayor plans to rebuild the old harbour"
    assert article.text.count("plans to rebuild") == 1
    for furniture in ("Listen to article", "artificially generated", "feedback", "site-12"):
        assert furniture not in article.text
    assert "The old harbour has stood empty for nine years." in article.text
    kinds = {block.text: block.kind for block in article.blocks}
    assert kinds["“A great day for the town”"] == "heading"


def test_a_rule_may_be_kept() -> None:
    rule = next(d.rule for d in clean(PASTED).dropped if d.text == "Listen to article")
    assert "Listen to article" in clean(PASTED, keep=[rule]).text


@pytest.mark.parametrize("nothing", ["", " \n ", b"", "<html><body></body></html>"])
def test_nothing_to_read_is_refused(nothing: str | bytes) -> None:
    with pytest.raises(ArticleError):
        clean(nothing)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.binary(), st.text().map(lambda t: f"<html><body><p>{t}</p>")))
def test_whatever_comes_only_our_errors_leave(page: str | bytes) -> None:
    with contextlib.suppress(NarrateError):
        assert clean(page).blocks
