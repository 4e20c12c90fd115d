"""EPUB 3 with media overlays: the text and its recording in one book that reads along.

https://www.w3.org/TR/epub-33/ and, for the overlays, its section 9.
"""

from __future__ import annotations

import shutil
import uuid
import zipfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from narrate.model import Article, Block, Chapter, Cue, Source, Timeline
from narrate.publishing.direction import right_to_left
from narrate.publishing.tags import media_type
from narrate.xml_text import legal

ACTIVE = "-epub-media-overlay-active"
_MADE = (1980, 1, 1, 0, 0, 0)  # the same book has the same bytes
_STYLE = f"""\
body {{ margin: 5%; line-height: 1.5; }}
.{ACTIVE} {{ background-color: #f5e6a8; color: #000; }}
.standfirst {{ font-style: italic; }}
.aside {{ font-size: 0.85em; }}
"""
_ELEMENTS = {
    "standfirst": '<p class="standfirst">{}</p>',
    "paragraph": "<p>{}</p>",
    "quote": "<blockquote><p>{}</p></blockquote>",
    "code": "<pre>{}</pre>",
    "title": "<h1>{}</h1>",
}


def epub(
    file: BinaryIO,
    *,
    article: Article,
    source: Source,
    timeline: Timeline,
    sound: BinaryIO,
    cover: bytes | None,
) -> None:
    """Write the book; ``sound`` is the recording as MP3, ``cover`` a JPEG or PNG.

    A document for each chapter, each with its overlay: a sentence is an element whose id
    the overlay names beside the seconds in which it is heard.
    """
    chapters = timeline.chapters or (Chapter(start=0, end=timeline.frames, title=article.title),)
    parts = _parts(article.blocks, timeline.cues, chapters)
    picture = media_type(cover) if cover else ""
    with zipfile.ZipFile(file, "w") as book:
        _put(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER)
        _put(book, "EPUB/style.css", _STYLE)
        _put(book, "EPUB/package.opf", _package(article, source, timeline, parts, picture))
        _put(book, "EPUB/nav.xhtml", _navigation(article, chapters))
        for number, part in enumerate(parts):
            _put(book, f"EPUB/{number}.xhtml", _document(article, chapters[number], part))
            _put(book, f"EPUB/{number}.smil", _overlay(number, part, timeline))
        if cover and picture:
            _put(book, f"EPUB/cover.{picture.partition('/')[2]}", cover)
        entry = _entry("EPUB/sound.mp3", zipfile.ZIP_STORED)
        sound.seek(0)
        with book.open(entry, "w", force_zip64=True) as target:
            shutil.copyfileobj(sound, target, 1 << 20)


_Part = tuple[list[tuple[int, Block]], list[tuple[int, Cue]]]
"""Of a chapter: its blocks and its cues, each with its number in the article."""


def _parts(
    blocks: Sequence[Block], cues: Sequence[Cue], chapters: Sequence[Chapter]
) -> list[_Part]:
    """Blocks and cues by chapter. A block that is not read stands where it stands in the text."""
    starts = [chapter.start for chapter in chapters]
    chapter_of: dict[int, int] = {}
    for cue in cues:
        chapter_of.setdefault(cue.block, max(0, bisect_right(starts, cue.start) - 1))
    parts: list[_Part] = [([], []) for _ in chapters]
    current = 0
    for index, block in enumerate(blocks):
        current = chapter_of.get(index, current)
        parts[current][0].append((index, block))
    for number, cue in enumerate(cues):
        parts[chapter_of[cue.block]][1].append((number, cue))
    return parts


def _document(article: Article, chapter: Chapter, part: _Part) -> str:
    blocks, cues = part
    by_block: dict[int, list[tuple[int, Cue]]] = defaultdict(list)
    for number, cue in cues:
        by_block[cue.block].append((number, cue))
    body = "\n".join(_elements(blocks, by_block))
    title = _text(chapter.title or article.title)
    return _page(article, f"<section>\n{body}\n</section>", title)


def _elements(
    blocks: Sequence[tuple[int, Block]], cues: dict[int, list[tuple[int, Cue]]]
) -> Iterator[str]:
    for is_item, group in groupby(blocks, key=lambda row: row[1].kind == "list item"):
        if is_item:
            items = (f"<li>{_sentences(block, cues[index])}</li>" for index, block in group)
            yield "<ul>\n" + "\n".join(items) + "\n</ul>"
            continue
        for index, block in group:
            inner = _sentences(block, cues[index])
            if block.kind == "heading":
                level = min(6, max(2, block.level))
                yield f"<h{level}>{inner}</h{level}>"
            else:
                yield _ELEMENTS.get(block.kind, '<p class="aside">{}</p>').format(inner)


def _sentences(block: Block, cues: Sequence[tuple[int, Cue]]) -> str:
    """The block's text, its sentences in spans that the overlay names."""
    pieces, position = [], 0
    for number, cue in cues:
        pieces.append(_text(block.text[position : cue.block_start]))
        sentence = _text(block.text[cue.block_start : cue.block_end])
        pieces.append(f'<span id="s{number}">{sentence}</span>')
        position = cue.block_end
    pieces.append(_text(block.text[position:]))
    return "".join(pieces)


def _overlay(number: int, part: _Part, timeline: Timeline) -> str:
    rows = "\n".join(
        f'<par id="p{n}"><text src="{number}.xhtml#s{n}"/>'
        f'<audio src="sound.mp3" clipBegin="{_seconds(cue.start, timeline)}" '
        f'clipEnd="{_seconds(cue.end, timeline)}"/></par>'
        for n, cue in part[1]
        if cue.end * 1000 // timeline.rate > cue.start * 1000 // timeline.rate
    )
    return (
        f'{_XML}<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="{_OPS}" version="3.0">\n'
        f'<body><seq id="q{number}" epub:textref="{number}.xhtml">\n{rows}\n</seq></body>\n'
        "</smil>\n"
    )


def _package(
    article: Article, source: Source, timeline: Timeline, parts: Sequence[_Part], picture: str
) -> str:
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, source.uri)
    published = article.published[:10] or "2000-01-01"
    lengths = [_spoken(part, timeline) for part in parts]
    facts = [
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>',
        f"<dc:title>{_text(article.title) or 'Untitled'}</dc:title>",
        f"<dc:language>{_text(article.language) or 'en'}</dc:language>",
        f"<dc:creator>{_text(article.byline)}</dc:creator>" if article.byline else "",
        f"<dc:publisher>{_text(article.site)}</dc:publisher>" if article.site else "",
        f"<dc:date>{published}</dc:date>" if article.published else "",
        f'<meta property="dcterms:modified">{published}T00:00:00Z</meta>',
        f'<meta property="media:duration">{_clock(sum(lengths))}</meta>',
        f'<meta property="media:active-class">{ACTIVE}</meta>',
        *(
            f'<meta property="media:duration" refines="#o{n}">{_clock(length)}</meta>'
            for n, length in enumerate(lengths)
        ),
    ]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        '<item id="sound" href="sound.mp3" media-type="audio/mpeg"/>',
        f'<item id="cover" href="cover.{picture.partition("/")[2]}" media-type="{picture}" '
        'properties="cover-image"/>'
        if picture
        else "",
        *(
            f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml" '
            f'media-overlay="o{n}"/>\n'
            f'<item id="o{n}" href="{n}.smil" media-type="application/smil+xml"/>'
            for n in range(len(parts))
        ),
    ]
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(parts)))
    direction = ' page-progression-direction="rtl"' if right_to_left(article.language) else ""
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        + "\n".join(filter(None, facts))
        + "\n</metadata>\n<manifest>\n"
        + "\n".join(filter(None, items))
        + f"\n</manifest>\n<spine{direction}>{spine}</spine>\n</package>\n"
    )


def _navigation(article: Article, chapters: Sequence[Chapter]) -> str:
    rows = "\n".join(
        f'<li><a href="{n}.xhtml">{_text(chapter.title) or n + 1}</a></li>'
        for n, chapter in enumerate(chapters)
    )
    body = f'<nav epub:type="toc"><ol>\n{rows}\n</ol></nav>'
    return _page(article, body, _text(article.title))


def _page(article: Article, body: str, title: str) -> str:
    language = quoteattr(legal(article.language) or "en")
    direction = ' dir="rtl"' if right_to_left(article.language) else ""
    return (
        f'{_XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="{_OPS}" '
        f"xml:lang={language} lang={language}{direction}>\n"
        f"<head><title>{title or 'Untitled'}</title>"
        f'<link rel="stylesheet" href="style.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
    )


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_OPS = "http://www.idpf.org/2007/ops"
_CONTAINER = f"""{_XML}<container version="1.0"
 xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""


def _spoken(part: _Part, timeline: Timeline) -> int:
    """Milliseconds of an overlay: its clips, without the pauses between them."""
    rate = timeline.rate
    return sum(cue.end * 1000 // rate - cue.start * 1000 // rate for _, cue in part[1])


def _seconds(frame: int, timeline: Timeline) -> str:
    return _clock(frame * 1000 // timeline.rate)


def _clock(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}s"


def _text(text: str) -> str:
    return escape(legal(text))


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _put(
    book: zipfile.ZipFile, name: str, content: str | bytes, compression: int = zipfile.ZIP_DEFLATED
) -> None:
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    book.writestr(_entry(name, compression), data)
