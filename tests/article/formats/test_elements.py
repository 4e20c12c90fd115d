"""Every table of words carries its own examples; these tests run them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from narrate.article.formats.elements import charge, kind, tables, words_of


def element(name: str) -> Tag:
    found = BeautifulSoup(f'<div class="{name}">x</div>', "lxml").div
    assert found is not None
    return found


@pytest.mark.parametrize("table", tables()["charge"], ids=lambda table: table["name"])
def test_names_of_furniture(table: dict[str, Any]) -> None:
    for name in table["matches"]:
        assert charge(words_of(element(name))) == (table["name"], table["reason"])
    for name in table["spares"]:
        assert charge(words_of(element(name))) is None


@pytest.mark.parametrize("table", tables()["kind"], ids=lambda table: table["name"])
def test_names_of_captions_footnotes_and_standfirsts(table: dict[str, Any]) -> None:
    for name in table["matches"]:
        assert kind(words_of(element(name))) == table["name"]
    for name in table["spares"]:
        assert kind(words_of(element(name))) is None


def test_the_humps_of_a_name_are_parted() -> None:
    assert words_of(element("imageCaption bigBox")) == "image-Caption big-Box"
