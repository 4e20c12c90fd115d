"""The site around the recordings: what its feed and its index lead to is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from narrate.errors import OutputError
from narrate.model import Place, Podcast
from narrate.nightly.report import Finding
from narrate.publishing import files
from narrate.publishing.site.recordings import MEDIA_TYPES

_AGAIN = "Build the site again: narrate site build"


def verify_site(folder: Place, podcast: Podcast) -> list[Finding]:
    """What is wrong with the index and the feed in ``folder``: none where all is well.

    The index leads to files that are there, and to a page for each recording. The feed, which
    there is with a ``base_url``, is XML, names each recording once with its true size, and
    leads to files that are there.
    """
    try:
        sizes = {name: standing.size for name, standing in files.listing(folder).items()}
    except OutputError as error:
        return [Finding(file=folder.name, problem=error.problem)]
    if not sizes:
        return [Finding(file=folder.name, problem="there is nothing in it", advice=_AGAIN)]
    sounds = {
        name
        for name in sizes
        if Path(name).suffix in MEDIA_TYPES and f"{Path(name).stem}.json" in sizes
    }
    found = [("index.html", problem) for problem in _of_index(folder, sizes.keys(), sounds)]
    if podcast.base_url:
        base = podcast.base_url.rstrip("/") + "/"
        found += [("feed.xml", problem) for problem in _of_feed(folder, sizes, sounds, base)]
    return [Finding(file=file, problem=problem, advice=_AGAIN) for file, problem in found]


def _of_index(folder: Place, names: Set[str], sounds: Set[str]) -> Iterator[str]:
    links = _Links()
    try:
        links.feed((folder / "index.html").read_text(encoding="utf-8"))
        links.close()
    except FileNotFoundError:
        yield "it is missing"
        return
    except (OSError, UnicodeDecodeError) as error:
        yield f"it cannot be read: {error}"
        return
    for name in sorted(links.found - names):
        yield f"it leads to {name}, which is not there"
    for page in sorted({f"{Path(sound).stem}.html" for sound in sounds} - links.found):
        yield f"it does not lead to {page}"


class _Links(HTMLParser):
    """The files beside a page that it leads to or shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                parts = urlsplit(value)
                if parts.path and not parts.scheme and not parts.netloc:
                    self.found.add(unquote(parts.path))


def _of_feed(folder: Place, sizes: Mapping[str, int], sounds: Set[str], base: str) -> Iterator[str]:
    heard: set[str] = set()
    guids: set[str] = set()
    try:
        with (folder / "feed.xml").open("rb") as file:
            # Our own file; and expat refuses entities that grow without end.
            for _, element in ET.iterparse(file):  # noqa: S314
                if element.tag == "item":
                    yield from _of_item(element, sizes, base, heard, guids)
                for leads in (element.get("url", ""), element.get("href", "")):
                    name = unquote(leads.removeprefix(base))
                    if leads.startswith(base) and name not in sizes:
                        yield f"it leads to {name}, which is not there"
                if element.tag == "item":
                    element.clear()
    except FileNotFoundError:
        yield "it is missing"
        return
    except (OSError, ET.ParseError) as error:
        yield f"no program can read it: {error}"
        return
    for name in sorted(sounds - heard):
        yield f"it does not name {name}"


def _of_item(
    item: ET.Element, sizes: Mapping[str, int], base: str, heard: set[str], guids: set[str]
) -> Iterator[str]:
    """``heard`` and ``guids`` are those of the items before, and get this one's."""
    enclosure, guid = item.find("enclosure"), item.findtext("guid") or ""
    if enclosure is None or not enclosure.get("url", "").startswith(base):
        yield f"an episode after {len(heard)} others has no sound at {base}"
        return
    name = unquote(enclosure.get("url", "").removeprefix(base))
    if name in heard:
        yield f"it names {name} twice"
    if not guid or guid in guids:
        yield f"{name} has no guid of its own"
    heard.add(name)
    guids.add(guid)
    if name not in sizes:
        return  # that it is not there is said of all that it leads to
    told, true = enclosure.get("length", ""), sizes[name]
    if told != str(true):
        yield f"it says that {name} has {told or 'no'} bytes, and it has {true}"
    if enclosure.get("type") != MEDIA_TYPES.get(Path(name).suffix):
        yield f"it says that {name} is {enclosure.get('type')}"
