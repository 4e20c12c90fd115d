"""The library: articles found by name, recordings verified, and a lost ledger made again."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from narrate.errors import LedgerError
from narrate.model import Entry, Known, Podcast, Policy, Source, Subscription, Voice
from narrate.nightly.ledger import Ledger
from narrate.nightly.library import address_of, files_of, nearest, rebuild, unknown, verify
from narrate.nightly.plan import plan
from narrate.pipeline import make
from narrate.publishing.site.build import build

FERRY = Known(
    uri="https://news.example/the-night-ferry",
    subscription="news",
    audio="2026-01-02-the-night-ferry.mp3",
    narrated=1,
)
LIBRARY = {FERRY.uri: FERRY}


@pytest.mark.parametrize(
    "wanted",
    [
        FERRY.uri,
        "HTTPS://News.example/the-night-ferry?utm_source=mail#top",
        FERRY.audio,
        "2026-01-02-the-night-ferry",
    ],
)
def test_an_article_is_called_by_its_address_or_its_recording(wanted: str) -> None:
    assert address_of(wanted, LIBRARY) == FERRY.uri


def test_what_is_not_there_is_told_with_what_is_near() -> None:
    assert nearest("night-ferry", LIBRARY.values()) == FERRY.audio
    assert nearest("https://news.example/the-nihgt-ferry", LIBRARY.values()) == FERRY.uri
    assert nearest("something else", LIBRARY.values()) == ""
    assert "Did you mean" in str(unknown("ferry", LIBRARY))
    assert "narrate library list" in str(unknown("zzz", LIBRARY))


LAMP = "https://news.example/lamp"
HILL = "https://news.example/hill"
VOICE = Voice(name="beeps", engine="tone", rate=2.0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for uri in (LAMP, HILL):
        title = uri.rpartition("/")[2]
        text = f"# The {title}\n\nIt was carried up the hill by the rowing club."
        source = Source(kind="text", uri=uri, content=text.encode())
        make(source, voice=VOICE, to=folder / f"{title}.mp3", cache=False)
    return folder


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "site"))


def found(site: Path, known: dict[str, Known] | None = None) -> list[str]:
    return [str(finding) for finding in verify(known or {}, site, Podcast())]


def test_recordings_as_they_were_made_are_right(site: Path) -> None:
    assert found(site) == []
    build(site, Podcast())
    (site / "CNAME").write_text("somebody's own file")
    assert found(site) == []


def test_each_damage_is_found(site: Path) -> None:
    (site / "hill.mp3").unlink()
    lamp = site / "lamp.mp3"
    lamp.write_bytes(lamp.read_bytes()[:-400])
    told = "\n".join(found(site, {HILL: Known(uri=HILL, subscription="x", audio="hill.mp3")}))
    assert "hill.mp3: it is missing." in told
    assert "lamp.mp3: its bytes are not those that its record was written for." in told
    assert "hill.vtt: it belongs to no recording." in told


def test_files_of_nobody_are_found(site: Path) -> None:
    for path in files_of("lamp.mp3", site):
        (site / "copy").with_suffix(path.suffix).write_bytes(path.read_bytes())
    (site / "lonely.mp3").write_bytes(b"x")
    old, new = site / ".a.part", site / ".b.part"
    for part in (old, new):
        part.write_bytes(b"x")
    os.utime(old, (time.time() - 2 * 86400,) * 2)
    told = found(site)
    assert f"copy.mp3: it is of the same article as lamp.mp3: {LAMP}." in told
    assert "lonely.mp3: it has no record, and is in no feed." in told
    assert ".a.part: a run that was killed left it." in told
    assert not any(line.startswith(".b.part") for line in told), "a run may be at work"


def test_a_lost_ledger_is_made_again_and_nothing_is_narrated_twice(
    site: Path, tmp_path: Path
) -> None:
    file = tmp_path / "work" / "ledger.sqlite"
    assert rebuild(file, site).taken_in == 2
    assert rebuild(file, site).taken_in == 0
    entry = Entry(source=Source(kind="url", uri=LAMP), subscription="news", mark="7")
    with Ledger.open(file) as ledger:
        night = plan(
            [entry],
            ledger.known(),
            now=0,
            policy=Policy(),
            subscriptions=[Subscription(name="news", kind="sitemap", address="")],
            voice="beeps",
            predict=lambda entry, voice: (1, 0),
        )
        assert (night.work, night.adopted) == ((), (entry,))
        ledger.planned(night)
        known = ledger.known()[LAMP]
    assert (known.audio, known.marks) == ("lamp.mp3", {"news": "7"})


def test_a_damaged_ledger_is_moved_aside_not_deleted(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "work" / "ledger.sqlite"
    file.parent.mkdir()
    for number in (1, 2):
        file.write_bytes(b"damaged " * 1000)
        done = rebuild(file, site)
        assert done.aside == file.with_name(f"ledger.damaged-{number}.sqlite")
        assert done.aside.read_bytes().startswith(b"damaged")
        assert done.taken_in == 2


def test_a_ledger_of_a_later_version_is_not_moved(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with Ledger.open(file) as ledger:
        ledger._connection.execute("PRAGMA user_version = 999")
    with pytest.raises(LedgerError, match="a later version"):
        rebuild(file, site)
