"""Players put into pages that something else built: Hugo, Jekyll, MkDocs, Eleventy, a hand."""

from __future__ import annotations

import dataclasses
import os
import re
from html.parser import HTMLParser
from importlib.resources import files as package_files
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrate.errors import OutputError
from narrate.model import Place
from narrate.publishing import files
from narrate.publishing.site.embed import PLAYER_FILES, snippet
from narrate.publishing.site.recordings import Recording, recordings

BEGIN, END = "<!-- narrate: player -->", "<!-- narrate: end -->"
#: The folder for sound and player in the one with the pages.
PLACE = "narrate"
_OURS = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END) + r"\n?", re.DOTALL)
_LARGEST = 20 << 20  # bytes of a page


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What came of walking the pages."""

    players: int
    """Pages that have a player now."""
    written: tuple[Path, ...]
    """Pages that changed."""
    unmatched: tuple[str, ...]
    """Titles of recordings that no page belongs to."""


def attach(pages: Path, folder: Place, base_url: str = "") -> Attached:
    """Put the recordings in ``folder`` into the built pages below ``pages``, where they belong.

    A recording belongs to the page that it was made of: the file, or the page whose canonical
    address is the article's. The player goes below the headline; all else of the page stays
    byte for byte. Doing it again changes nothing, and takes out the player of a recording that
    is gone. Without ``base_url``, where the recordings stand on the web, sound and player are
    put into ``pages`` as well. Raises OutputError.
    """
    if not pages.is_dir():
        raise OutputError("there is no such folder", subject=str(pages))
    episodes = recordings(folder)
    by_address = {_address(e.url): e for e in episodes if e.url}
    by_file = {
        unquote(urlsplit(e.source).path): e for e in episodes if e.source.startswith("file:")
    }
    written, found = [], list[Recording]()
    for page in sorted(pages.rglob("*.htm*")):
        if not page.is_file() or page.stat().st_size > _LARGEST:
            continue
        with files.explained(page):
            content = page.read_bytes()
        before = content.decode("utf-8", "surrogateescape")
        after = _OURS.sub("", before)
        outline = _Outline(after)
        episode = by_file.get(str(page.resolve())) or by_address.get(_address(outline.address))
        if episode:
            found.append(episode)
            base = base_url or f"{os.path.relpath(pages / PLACE, page.parent)}/".replace(
                os.sep, "/"
            )
            player = f"{BEGIN}\n{snippet(episode, base_url=base)}\n{END}\n"
            after = after[: outline.below_headline] + player + after[outline.below_headline :]
        if after != before:
            with files.appearing(page) as (file,):
                file.write(after.encode("utf-8", "surrogateescape"))
            written.append(page)
    if found and not base_url:
        _bring(pages / PLACE, found)
    names = {episode.name for episode in found}
    return Attached(
        players=len(found),
        written=tuple(written),
        unmatched=tuple(e.title for e in episodes if e.name not in names),
    )


def _bring(place: Path, episodes: list[Recording]) -> None:
    with files.explained(place):
        place.mkdir(parents=True, exist_ok=True)
    player = package_files("narrate.publishing.player")
    contents = {name: (player / name).read_bytes() for name in PLAYER_FILES}
    for name, content in contents.items():
        with files.appearing(place / name) as (file,):
            file.write(content)
    for episode in episodes:
        target = place / episode.audio.name
        if target.is_file() and target.stat().st_size == episode.bytes:
            continue
        with (
            files.explained(episode.audio),
            episode.audio.open("rb") as sound,
            files.appearing(target) as (file,),
        ):
            files.copy(sound, file)


def _address(url: str) -> str:
    """A page's address without what does not tell pages apart."""
    parts = urlsplit(url)
    path = re.sub(r"(?:/index)?\.html?$|/index$", "", unquote(parts.path)).rstrip("/")
    return f"{parts.netloc.lower()}{path}" if parts.netloc else ""


class _Outline(HTMLParser):
    """Where a page says it stands, and the place below its headline."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = ""
        self._starts = [0]
        for line in re.finditer("\n", page):
            self._starts.append(line.end())
        self._headline = self._article = self._body = -1
        self.feed(page)
        places = (self._headline, self._article, self._body)
        self.below_headline = next((place for place in places if place >= 0), len(page))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "link" and (facts.get("rel") or "").lower() == "canonical":
            self.address = facts.get("href") or self.address
        elif tag == "meta" and facts.get("property") == "og:url":
            self.address = self.address or facts.get("content") or ""
        elif tag in ("article", "main") and self._article < 0:
            self._article = self._here() + len(self.get_starttag_text() or "")
        elif tag == "body" and self._body < 0:
            self._body = self._here() + len(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1" and self._headline < 0:
            at = self._here()
            self._headline = self.rawdata.index(">", at) + 1 if ">" in self.rawdata[at:] else -1

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
