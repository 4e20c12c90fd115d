"""Twenty sources, three of which fail in ways of their own: what people and programs are told."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from narrate.cli.app import app
from narrate.nightly.run import run
from narrate.sources.politeness import Fetcher, Manners
from tests.nightly import faults
from tests.nightly.conftest import DAY, TONIGHT, Monitor, Newsroom, send

pytestmark = pytest.mark.slow

FIRST = """\
gone: {base}/gone.xml: the server has no such page (404). Check the address in a browser. \
It is asked again the next night.
half: {base}/half.xml: the page came compressed, and breaks off midway. Try again, or save the \
page from a browser and give that file. It is asked again the next night.
page: {base}/page.xml: this is a web page, not a feed. Look on it for a link named RSS, Atom or \
Feed. It is asked again the next night.
good-1: 1 article failed.
  {base}/story/1: it is a paywall stub: the page shows 26 words and then “This article is for \
subscribers only. Subscribe now to continue reading.”. Save the page while logged in and give that \
file. To have it read as it is: narrate text --keep "paywall stub". It is tried again from \
2026-11-18 23:06 on.
"""
THIRD = """\
gone: {base}/gone.xml: the server has no such page (404). Check the address in a browser. \
It has failed 3 nights in a row.
"""
MESSAGE = """\
2 articles narrated, under a minute; 1 article failed; 3 sources could not be read.
gone could not be read.
half could not be read.
page could not be read."""


@pytest.fixture
def folder(
    tmp_path: Path,
    newsroom: Newsroom,
    monitor: Monitor,
    tone_voice: str,
    monkeypatch: pytest.MonkeyPatch,
    clocks_in: Callable[[str], None],
) -> Path:
    """Where ``narrate.toml`` is, of which the first good feed names articles."""
    clocks_in("UTC")
    newsroom.write(3)
    names = ["gone", "half", "page", *(f"good-{number}" for number in range(1, 18))]
    for name in names[3:]:
        newsroom.faults[f"/{name}.xml"] = faults.rss("")
    newsroom.faults |= {
        "/good-1.xml": send(newsroom.feed(), faults.RSS),
        "/gone.xml": send(b"", faults.HTML, 404),
        "/half.xml": faults.cut_off(newsroom.feed(), faults.RSS),
        "/page.xml": faults.PAGE,
        "/story/1": faults.WALL,
    }
    sources = "".join(
        f'[[source]]\nname = "{name}"\nfeed = "{newsroom.base}/{name}.xml"\nprivate = true\n'
        for name in names
    )
    (tmp_path / "narrate.toml").write_text(
        f'{sources}[nightly]\nvoice = "{tone_voice}"\n'
        f'ping = "{monitor.url}/ping"\nwebhook = "{monitor.url}/hook"\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def nightly(number: int, *options: str) -> Result:
    """The command on a night to come, without the pauses between requests."""
    with pytest.MonkeyPatch.context() as patch:
        fetcher = Fetcher(Manners(delay=0, wait=0.01, failures=100))
        at_night = functools.partial(run, clock=lambda: TONIGHT + number * DAY, fetcher=fetcher)
        patch.setattr("narrate.nightly.run.run", at_night)
        return CliRunner().invoke(app, ["nightly", *options])


def told(monitor: Monitor) -> tuple[list[str], dict[str, Any]]:
    """Which addresses were asked, and what the last one was sent."""
    paths = [asked.path for asked in monitor.asked]
    said = json.loads(monitor.asked[-1].content)
    monitor.asked.clear()
    return paths, said


def test_everybody_hears_what_is_theirs(folder: Path, newsroom: Newsroom, monitor: Monitor) -> None:
    first = nightly(0)
    assert first.stdout.splitlines() == MESSAGE.splitlines()[:1]
    assert first.stderr == FIRST.format(base=newsroom.base)
    assert first.exit_code == 1
    paths, said = told(monitor)
    assert paths == ["/ping/start", "/ping", "/hook"], "one night's failures alarm nobody"
    assert said["text"] == said["content"] == MESSAGE
    report = said["report"]
    assert (report["exit_code"], report["needs_attention"]) == (1, False)
    assert report["articles"][0]["outcome"] == "failed"

    newsroom.faults["/story/1"] = send(newsroom.page("/story/1"), faults.HTML)
    second = nightly(1, "--json")
    report = json.loads(second.stdout)
    assert (second.exit_code, len(second.stderr.splitlines())) == (1, 3)
    assert (report["narrated"], report["failed"], report["left"]) == (1, 0, 0)
    assert [source["failures"] for source in report["sources"]] == [2] * 3 + [0] * 17
    told(monitor)

    newsroom.faults |= dict.fromkeys(["/half.xml", "/page.xml"], faults.rss(""))
    third = nightly(2)
    assert (third.stdout, third.exit_code) == ("", 1)
    assert third.stderr == THIRD.format(base=newsroom.base)
    paths, said = told(monitor)
    assert paths == ["/ping/start", "/ping/fail", "/hook"], "now somebody should look"
    assert said["text"].splitlines()[1] == "gone could not be read, 3 nights in a row."
    assert said["report"]["needs_attention"] is True

    newsroom.faults["/gone.xml"] = faults.rss("")
    good = nightly(3)
    assert (good.stdout, good.stderr, good.exit_code) == ("", "", 0)
    paths, said = told(monitor)
    assert (paths[1], said["text"]) == ("/ping", "Nothing new.")
