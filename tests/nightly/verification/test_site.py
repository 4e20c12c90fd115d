"""A real site, damaged in each way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from narrate.nightly.verification import verify_site
from tests.nightly.verification.conftest import PODCAST


def findings(site: Path) -> list[str]:
    return [str(finding) for finding in verify_site(site, PODCAST)]


def changed(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_a_site_of_ours_is_right(site: Path) -> None:
    assert findings(site) == []


def test_a_feed_is_asked_for_only_where_there_is_an_address(site: Path) -> None:
    (site / "feed.xml").unlink()
    assert findings(site) == [
        "index.html: it leads to feed.xml, which is not there.",
        "feed.xml: it is missing.",
    ]
    (site / "index.html").write_text("<a href=ferry.html><a href='tram.html'>", encoding="utf-8")
    assert verify_site(site, replace(PODCAST, base_url="")) == []


@pytest.mark.parametrize("name", ["ferry.html", "narrate-site.css", "cover.png"])
def test_what_the_index_leads_to_is_missing(site: Path, name: str) -> None:
    (site / name).unlink()
    assert f"index.html: it leads to {name}, which is not there." in findings(site)


def test_a_recording_that_nothing_leads_to(site: Path) -> None:
    for suffix in ("mp3", "json"):
        (site / f"new one.{suffix}").write_bytes((site / f"tram.{suffix}").read_bytes())
    (site / "somebody's song.mp3").write_bytes(b"la la")
    assert findings(site) == [
        "index.html: it does not lead to new one.html.",
        "feed.xml: it does not name new one.mp3.",
    ]


def test_a_length_that_is_not_true(site: Path) -> None:
    size = (site / "ferry.mp3").stat().st_size
    changed(site / "feed.xml", f'length="{size}"', 'length="1"')
    assert findings(site) == [f"feed.xml: it says that ferry.mp3 has 1 bytes, and it has {size}."]


@pytest.mark.parametrize("name", ["tram.mp3", "tram.vtt", "tram.chapters.json"])
def test_what_the_feed_leads_to_is_missing(site: Path, name: str) -> None:
    (site / name).unlink()
    assert findings(site) == [f"feed.xml: it leads to {name}, which is not there."]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("</rss>", "", "no program can read it: no element found"),
        ("<channel>", "<channel>&nbsp;", "no program can read it: undefined entity"),
        ("ferry.mp3", "tram.mp3", "it names tram.mp3 twice"),
        ("audio/mpeg", "text/plain", "it says that tram.mp3 is text/plain"),
        ("https://example.org/audio/ferry.mp3", "http://elsewhere/", "has no sound at https://ex"),
    ],
)
def test_a_feed_that_is_not_right(site: Path, old: str, new: str, problem: str) -> None:
    changed(site / "feed.xml", old, new)
    assert any(problem in finding for finding in findings(site))


def test_a_guid_that_two_have(site: Path) -> None:
    content = (site / "feed.xml").read_text(encoding="utf-8")
    first, second = (part.partition("<")[0] for part in content.split('isPermaLink="false">')[1:])
    changed(site / "feed.xml", first, second)
    assert any("has no guid of its own" in finding for finding in findings(site))


def test_no_site_at_all(site: Path, tmp_path: Path) -> None:
    (finding,) = verify_site(tmp_path / "nothing", PODCAST)
    assert str(finding).startswith("nothing: there is nothing in it.")
    (site / "index.html").write_bytes(b"\xff\xfe")
    assert any("index.html: it cannot be read" in finding for finding in findings(site))


def test_entities_that_grow_are_refused_in_no_time(site: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "x">{entities}]><rss><channel>&e29;</channel></rss>'
    (site / "feed.xml").write_text(bomb, encoding="utf-8")
    assert any("no program can read it" in finding for finding in findings(site))
