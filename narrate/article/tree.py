"""HTML to BeautifulSoup's tree, by lxml's parser.

BeautifulSoup's own way from the one to the other serves XML, namespaces and three parsers. It
takes most of the time that a page takes, and on a page nested deep a time that grows with the
square of the depth. The tree here is the same, but for the doctype.
"""

from __future__ import annotations

import gc
import warnings
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from lxml import etree

from narrate.article.soup import (
    BeautifulSoup,
    Comment,
    HTMLTreeBuilder,
    NavigableString,
    PageElement,
    ProcessingInstruction,
    Tag,
)
from narrate.errors import ArticleError

MOST_NODES = 1_200_000  # elements and texts; each takes some four hundred bytes
_SPACES = "\n\t\f\r "
_LISTS = ("class", "rel")  # the attributes of several words that anybody asks for
_PRESERVED = ("pre", "textarea")
_CONTAINERS = HTMLTreeBuilder.DEFAULT_STRING_CONTAINERS  # what is in a script is no text


def tree(markup: str) -> BeautifulSoup:
    """The page as a tree. Raises ArticleError for what the parser does not take, and for too much.

    Python's collector would look through the tree again and again as it grows, and find
    nothing: it waits until the tree is there.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return _parsed(markup, None)
    except (UnicodeError, LookupError, etree.ParserError):
        pass
    try:
        return _parsed(markup.encode("utf-8", "replace"), "utf-8")
    except (UnicodeError, LookupError, etree.ParserError) as error:
        raise ArticleError(f"its HTML cannot be read: {error}") from None
    finally:
        if collects:
            gc.enable()


def _parsed(markup: str | bytes, encoding: str | None) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on what looks like a file's name
        soup = BeautifulSoup("", "lxml")
    parser = etree.HTMLParser(target=_Builder(soup), recover=True, encoding=encoding)
    parser.feed(markup)
    parser.close()
    return soup


class _Element(Tag):
    """A tag that holds what differs from tag to tag: a page may have a million.

    What else BeautifulSoup keeps in each stands in the class.
    """

    def __init__(self, name: str, attributes: dict[str, Any]) -> None:
        self.name = name
        self.attrs = attributes
        self.contents = []


def _set_up() -> None:
    alike = vars(Tag(name="b", interesting_string_types=Tag.MAIN_CONTENT_STRING_TYPES))
    for name in alike.keys() - {"name", "attrs", "contents"}:
        setattr(_Element, name, alike[name])


_set_up()


class _Builder:
    """What lxml tells of a page, in order, put into a tree."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._here: Tag = soup
        self._last: PageElement = soup
        self._open: list[Tag] = [soup]
        self._times: dict[str, int] = defaultdict(int)  # that elements of a name are open
        self._containers: list[str] = []
        self._words: list[str] = []
        self._left = MOST_NODES

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._words:
            self._flush()
        said: dict[str, Any] = dict(attributes)
        for key in _LISTS:
            if key in said:
                said[key] = said[key].split()
        element = _Element(name, said)
        self._put(element)
        self._here = element
        self._open.append(element)
        self._times[name] += 1
        if name in _CONTAINERS:
            self._containers.append(name)
            element.interesting_string_types = {_CONTAINERS[name]}

    def end(self, name: str) -> None:
        if self._words:
            self._flush()
        if not self._times[name]:
            return
        closed = ""
        while closed != name:
            closed = self._open.pop().name
            self._times[closed] -= 1
            if closed in _CONTAINERS:
                self._containers.pop()
        self._here = self._open[-1]

    def data(self, words: str) -> None:
        self._words.append(words)

    def comment(self, words: str) -> None:
        self._flush()
        self._words.append(words)
        self._flush(Comment)

    def pi(self, target: str, words: str | None = None) -> None:
        self._flush()
        self._words.append(f"{target} {words}")
        self._flush(ProcessingInstruction)

    def doctype(self, *_: str | None) -> None:
        self._flush()

    def close(self) -> None:
        self._flush()

    def _flush(self, kind: type[NavigableString] | None = None) -> None:
        if not self._words:
            return
        words = "".join(self._words)
        self._words.clear()
        if not words.strip(_SPACES) and not any(self._times[name] for name in _PRESERVED):
            words = "\n" if "\n" in words else " "
        if kind is None:
            kind = _CONTAINERS[self._containers[-1]] if self._containers else NavigableString
        self._put(kind(words))

    def _put(self, node: PageElement) -> None:
        """Behind all that is there, in the element that is open."""
        self._left -= 1
        if self._left < 0:
            raise ArticleError(
                f"its HTML has more than {MOST_NODES:,} parts, and an article has some thousands",
                advice="Save the part with the article, or its text as a .txt file.",
            )
        beside = self._here.contents
        node.parent = self._here
        node.previous_element = self._last
        self._last.next_element = node
        if beside:
            node.previous_sibling = beside[-1]
            beside[-1].next_sibling = node
        beside.append(node)
        self._last = node
