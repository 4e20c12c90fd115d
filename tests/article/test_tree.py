"""HTML to BeautifulSoup's tree: the same one that BeautifulSoup makes of it, and quicker."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.article.soup import BeautifulSoup, Tag
from narrate.article.tree import tree
from narrate.errors import ArticleError

PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*.html"))
PIECES = st.sampled_from(
    "<p> </p> <pre> </pre> <b> </b> <!----> <!--x--> <br> <script> </script> <template> "
    "</template> <textarea> <ruby><rt> </div> <div> <?php?> <title> </title> <table><td> a b".split(
        " "
    )
    + [" ", "\n", " \n ", "text", '<a class="one  two" rel="x y">', "<li hidden>"]
)


def shape(soup: BeautifulSoup) -> list[object]:
    """All that is in a tree, in order, as far as anybody asks for it."""
    found: list[object] = []
    for node in soup.descendants:
        beside = [node.next_sibling is None, node.parent and node.parent.name]
        if isinstance(node, Tag):
            said = {key: list(node.get_attribute_list(key)) for key in node.attrs}
            found.append((node.name, said, node.get_text(), beside))
        elif type(node).__name__ != "Doctype":
            found.append((type(node), str(node), beside))
    return found


def theirs(markup: str) -> list[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return shape(BeautifulSoup(markup, "lxml"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_the_tree_that_beautifulsoup_makes_of_it(page: Path) -> None:
    markup = page.read_text(encoding="utf-8")
    assert shape(tree(markup)) == theirs(markup)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_so_is_what_is_no_page(markup: str) -> None:
    assert shape(tree(markup)) == theirs(markup)


def test_nodes_know_what_stands_before_and_behind_them() -> None:
    soup = tree("<p>one <b>two</b> three</p><p>four</p>")
    words = [str(text) for text in soup.p.find_all_next(string=True)]  # type: ignore[union-attr]
    assert words == ["one ", "two", " three", "four"]
    assert soup.b is not None
    assert str(soup.b.previous_sibling) == "one "


def test_a_page_of_more_parts_than_memory_has_room_for_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("narrate.article.tree.MOST_NODES", 100)
    with pytest.raises(ArticleError, match="more than 100 parts"):
        tree("<p>a" * 1000)


def test_depth_costs_no_more_than_length() -> None:
    started = time.process_time()
    tree("<div>a<b></b>b" * 100_000)
    assert time.process_time() - started < 10  # what grows with its square takes minutes
