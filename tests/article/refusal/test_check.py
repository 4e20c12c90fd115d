"""Pages that hold no article, and pages that look like them and do."""

import pickle
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.article.cleaner import clean
from narrate.article.refusal.check import insist_on_all
from narrate.errors import ArticleError
from narrate.model import Article, Page, Source

PAGES = Path(__file__).parents[2] / "fixtures" / "refusals"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))
REFUSED = {name: page for name, page in EXPECTED.items() if "rule" in page}
READ = {name: page["reads"] for name, page in EXPECTED.items() if "reads" in page}
TYPES = {".html": "text/html", ".txt": "text/plain"}


def cleaned(name: str, keep: tuple[str, ...] = ()) -> Article:
    file = PAGES / name
    source = Source(kind="file", uri=name)
    content = file.read_bytes()
    page = Page(source=source, content=content, media_type=TYPES[file.suffix])
    return whole(clean(page, keep=keep), name)


def whole(article: Article, subject: str = "") -> Article:
    insist_on_all(article, subject)
    return article


def outcome(read: Callable[[], Article]) -> Article | ArticleError:
    try:
        return read()
    except ArticleError as error:
        return error


def test_every_page_is_expected_to_be_something() -> None:
    assert set(EXPECTED) == {file.name for file in PAGES.iterdir()} - {"expected.toml"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_without_an_article_is_refused_as_what_it_is(name: str) -> None:
    with pytest.raises(ArticleError) as caught:
        cleaned(name)
    error = caught.value
    assert error.rule == REFUSED[name]["rule"]
    assert REFUSED[name]["says"] in error.problem
    assert error.subject == name
    assert error.advice
    assert len(str(error)) < 300, "two lines of a terminal, more or less"


@pytest.mark.parametrize("name", READ)
def test_and_what_only_looks_like_one_is_read(name: str) -> None:
    # Which of its blocks are the article's is the verdict's business, not tested here.
    assert READ[name] in cleaned(name).text


def test_a_refusal_is_overridden_by_its_name() -> None:
    with pytest.raises(ArticleError, match='narrate text --keep "paywall stub"'):
        cleaned("paywall-declared.html")
    assert "The ferry that has crossed" in cleaned("paywall-declared.html", ("paywall stub",)).text


def test_nothing_is_said_of_keeping_a_page_without_text() -> None:
    with pytest.raises(ArticleError) as caught:
        cleaned("shell-react.html")
    assert "--keep" not in caught.value.advice


def test_the_kind_survives_the_way_back_from_another_process() -> None:
    with pytest.raises(ArticleError) as caught:
        cleaned("paywall-declared.html")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is ArticleError
    assert (again.rule, again.subject, str(again)) == (
        "paywall stub",
        "paywall-declared.html",
        str(caught.value),
    )


GATE = "<div class='gate'><h2>Subscribe to continue reading</h2></div>"
LINE = "<p>The ferry sailed at nine, as it had done every single night since the year 1904.</p>"


@pytest.mark.parametrize(
    "text",
    [
        f"<main>{LINE * 20}</main>{GATE}",
        f"{GATE}<main>{LINE * 20}</main>",
        f"<main>{LINE * 4}{GATE}{LINE * 12}</main>",
        "<div>" + "<p>“At nine?” — “At nine.”</p>" * 60 + f"{LINE}</div>{GATE}",
    ],
    ids=["under it", "over it", "in it", "a dialogue"],
)
def test_a_gate_beside_a_whole_text_refuses_nothing(text: str) -> None:
    whole(clean(f"<html><h1>The last night ferry</h1>{text}</html>"))


def test_what_a_stub_shows_can_be_looked_at() -> None:
    article = clean((PAGES / "paywall-declared.html").read_bytes())
    assert "The ferry that has crossed" in article.text
    assert article.withheld
    assert article.withheld.rule == "paywall stub"


_PIECES = st.sampled_from(
    [
        "<p>",
        "<h1>404",
        "Page not found",
        "Log in",
        "<a href=/x>",
        "We use cookies.",
        "<nav>",
        "</nav>",
    ]
    + ["<form>", "Subscribe to continue reading", "<div id=root>", "<noscript>", "</a>", "</h1>"]
    + ["<meta http-equiv=refresh content='0;url=/x'>", "<table><tr><td>", "<meta content=1 name=x>"]
    + ['<script type="application/ld+json">{"isAccessibleForFree":false,"wordCount":"9"}</script>']
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_page_is_read_or_refused_with_a_reason(pieces: list[str]) -> None:
    article = outcome(lambda: clean("<html>" + " ".join(pieces)))
    if isinstance(article, ArticleError):
        assert article.problem
        assert article.advice or not article.rule
