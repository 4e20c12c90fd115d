"""The ID3 tag in front of an MP3: title, artist, date, source, cover, chapters.

Version 2.3 of ID3 ("id3v2.3.0", id3.org) with the chapter addendum 1.0: players on Windows
and in cars that ignore 2.4 read it. Text is UTF-16 where it is not Latin-1, as 2.3 asks.
Written here because the one library that writes chapters is under the GPL.
"""

from __future__ import annotations

import struct
from urllib.parse import quote

from narrate.model import Article, Chapter, Source, Timeline
from narrate.publishing.line import one_line
from narrate.version import __version__

LONGEST_TEXT = 1000  # characters; a title that long is not one
_MOST_ENTRIES = 255  # a table of contents counts them in one byte
# ISO 639-2 for the languages we are asked for most; "und" is its word for not known.
_LANGUAGES = {
    "ar": "ara", "ca": "cat", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb",
    "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor",
    "lt": "lit", "lv": "lav", "nb": "nob", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "th": "tha",
    "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip


def id3(*, article: Article, source: Source, timeline: Timeline, cover: bytes | None) -> bytes:
    """The whole tag. ``cover`` is a JPEG or PNG; anything else is left out."""
    site = article.site or article.byline or "narrate"
    published = article.published
    address = article.url or (source.uri if source.kind in ("url", "feed entry") else "")
    frames = [
        _text("TIT2", article.title),
        _text("TPE1", article.byline or site),
        _text("TALB", site),
        _text("TYER", published[:4]),
        _text("TDAT", published[8:10] + published[5:7] if len(published) >= 10 else ""),
        _text("TLAN", _LANGUAGES.get(article.language.partition("-")[0], "und")),
        _text("TLEN", str(round(1000 * timeline.seconds))),
        _text("TCON", "Speech"),
        _text("TSSE", f"narrate {__version__}"),
        # 2.4's own frame for the date as well: newer readers look there, others pass it over.
        _text("TDRC", published[:10]),
        _frame("WOAS", _latin(address)) if address else b"",
        _picture(cover),
        *_chapters(timeline),
    ]
    body = b"".join(frames)
    return struct.pack(">3sBBB4s", b"ID3", 3, 0, 0, _synchsafe(len(body))) + body


def _frame(name: str, body: bytes) -> bytes:
    return struct.pack(">4sIH", name.encode(), len(body), 0) + body


def _text(name: str, text: str) -> bytes:
    text = one_line(text)[:LONGEST_TEXT]
    return _frame(name, _encoded(text)) if text else b""


def _encoded(text: str) -> bytes:
    """An encoding byte, and the text in it."""
    try:
        return b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        return b"\1\xff\xfe" + text.encode("utf-16-le")


def _latin(address: str) -> bytes:
    """An address as ID3 holds it: in ASCII, and what is not stands percent-encoded (RFC 3987)."""
    reserved_and_escaped = "!#$%&'()*+,/:;=?@[]"
    return quote(one_line(address), safe=reserved_and_escaped, errors="replace").encode()


def media_type(picture: bytes) -> str:
    """``image/jpeg`` or ``image/png`` by what the picture begins with; otherwise empty."""
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if picture.startswith(b"\x89PNG\r\n\x1a\n") else ""


def _picture(cover: bytes | None) -> bytes:
    kind = media_type(cover) if cover else ""
    if not cover or not kind:
        return b""
    front_cover = b"\x03"
    return _frame("APIC", b"\0" + kind.encode() + b"\0" + front_cover + b"\0" + cover)


def _chapters(timeline: Timeline) -> list[bytes]:
    """CHAP for each chapter and CTOC in front; nothing where there is only one."""
    chapters = timeline.chapters
    if len(chapters) < 2:
        return []
    names = [f"chp{number}".encode() + b"\0" for number in range(len(chapters))]
    return [
        *_contents(names),
        *(
            _frame("CHAP", name + _span(chapter, timeline) + _text("TIT2", chapter.title or "…"))
            for name, chapter in zip(names, chapters, strict=True)
        ),
    ]


def _contents(names: list[bytes]) -> list[bytes]:
    """The table of contents; of a long book, a table of tables."""
    top_level, ordered = 2, 1
    if len(names) <= _MOST_ENTRIES:
        flags = bytes([top_level | ordered, len(names)])
        return [_frame("CTOC", b"toc\0" + flags + b"".join(names))]
    parts = [names[n : n + _MOST_ENTRIES] for n in range(0, len(names), _MOST_ENTRIES)]
    tables = [f"toc{number}".encode() + b"\0" for number in range(len(parts))]
    flags = bytes([top_level | ordered, len(tables)])
    return [
        _frame("CTOC", b"toc\0" + flags + b"".join(tables)),
        *(
            _frame("CTOC", table + bytes([ordered, len(part)]) + b"".join(part))
            for table, part in zip(tables, parts, strict=True)
        ),
    ]


def _span(chapter: Chapter, timeline: Timeline) -> bytes:
    """Start and end in milliseconds; the offsets in bytes are given as not known."""
    start, end = (1000 * frame // timeline.rate for frame in (chapter.start, chapter.end))
    return struct.pack(">IIII", start, end, 0xFFFFFFFF, 0xFFFFFFFF)


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
