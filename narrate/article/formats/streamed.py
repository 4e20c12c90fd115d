"""Pages that arrive in pieces: each piece is put where the page's own script would put it.

React streams a page's slow parts behind the rest, as hidden ``<div id="S:3">``, and its script
moves each to the ``<template id="B:3">`` (or ``P:3``) that holds its place. A reader without
scripts finds the article's middle hidden at the page's end.
"""

from __future__ import annotations

from narrate.article.soup import BeautifulSoup, Tag

_PIECE = "S:"
_PLACES = ("B:", "P:")
_PIECES = 2000  # more than any page has; each is looked up by its id, in one walk


def put_in_place(soup: BeautifulSoup) -> None:
    """Move every streamed piece to its place, in the tree that is given."""
    pieces: dict[str, Tag] = {}
    places: dict[str, Tag] = {}
    for element in soup.descendants:
        if not isinstance(element, Tag) or "id" not in element.attrs:
            continue
        name = str(element["id"])
        if name.startswith(_PIECE) and element.name == "div" and element.has_attr("hidden"):
            pieces.setdefault(name[len(_PIECE) :], element)
        elif name.startswith(_PLACES) and element.name == "template":
            places.setdefault(name[len(_PIECE) :], element)
    for number, piece in list(pieces.items())[:_PIECES]:
        place = places.get(number)
        if place is not None and not any(above is piece for above in place.parents):
            place.replace_with(piece)
            del piece["hidden"]
