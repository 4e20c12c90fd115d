"""The ID3 tag in front of an MP3: title, artist, date, source, cover, chapters, text.

Version 2.3 of ID3 ("id3v2.3.0", id3.org) with the chapter addendum 1.0: players on Windows
and in cars that ignore 2.4 read it. Text is UTF-16 where it is not Latin-1, as 2.3 asks.
Written here because the one library that writes chapters is under the GPL.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from narrate.model import Tags
from narrate.publishing.tags import media_type
from narrate.version import __version__

_MOST_ENTRIES = 255  # a table of contents counts them in one byte


def id3(tags: Tags) -> bytes:
    """The whole tag."""
    date = tags.date
    frames = [
        _text("TIT2", tags.title),
        _text("TPE1", tags.artist),
        _text("TALB", tags.album),
        _text("TYER", date[:4]),
        _text("TDAT", date[8:10] + date[5:7] if len(date) >= 10 else ""),
        _text("TLAN", tags.language),
        _text("TLEN", str(tags.milliseconds)),
        _text("TCON", tags.genre),
        _text("TSSE", f"narrate {__version__}"),
        # 2.4's own frame for the date as well: newer readers look there, others pass it over.
        _text("TDRC", date),
        _frame("WOAS", tags.address.encode()) if tags.address else b"",
        _picture(tags.cover),
        *_chapters(tags.chapters),
        _lyrics(tags),
        _synchronised(tags),
    ]
    body = b"".join(frames)
    return struct.pack(">3sBBB4s", b"ID3", 3, 0, 0, _synchsafe(len(body))) + body


def _lyrics(tags: Tags) -> bytes:
    if not tags.text:
        return b""
    latin = _is_latin(tags.text)
    head = bytes([not latin]) + tags.language.encode() + _sign("", latin)
    return _frame("USLT", head + _sign(tags.text, latin))


def _synchronised(tags: Tags) -> bytes:
    """Each sentence with the millisecond in which it begins, for players that read along."""
    if not tags.lines:
        return b""
    latin = _is_latin("".join(text for _, text in tags.lines))
    in_milliseconds, transcript = 2, 2
    head = bytes([not latin]) + tags.language.encode() + bytes([in_milliseconds, transcript])
    lines = [_sign(text, latin) + struct.pack(">I", start) for start, text in tags.lines]
    return _frame("SYLT", head + _sign("", latin) + b"".join(lines))


def _is_latin(text: str) -> bool:
    return all(ord(character) < 256 for character in text)


def _sign(text: str, latin: bool) -> bytes:
    """A text and what ends it; UTF-16 says of each text which byte comes first."""
    return (
        text.encode("latin-1") + b"\0"
        if latin
        else b"\xff\xfe" + text.encode("utf-16-le") + b"\0\0"
    )


def _frame(name: str, body: bytes) -> bytes:
    return struct.pack(">4sIH", name.encode(), len(body), 0) + body


def _text(name: str, text: str) -> bytes:
    return _frame(name, _encoded(text)) if text else b""


def _encoded(text: str) -> bytes:
    """An encoding byte, and the text in it."""
    if _is_latin(text):
        return b"\0" + text.encode("latin-1")
    return b"\1\xff\xfe" + text.encode("utf-16-le")


def _picture(cover: bytes) -> bytes:
    if not cover:
        return b""
    front_cover = b"\x03"
    return _frame("APIC", b"\0" + media_type(cover).encode() + b"\0" + front_cover + b"\0" + cover)


def _chapters(chapters: Sequence[tuple[int, int, str]]) -> list[bytes]:
    """CHAP for each chapter and CTOC in front; nothing where there is only one."""
    if len(chapters) < 2:
        return []
    names = [f"chp{number}".encode() + b"\0" for number in range(len(chapters))]
    return [
        *_contents(names),
        *(
            _frame("CHAP", name + _span(start, end) + _text("TIT2", title))
            for name, (start, end, title) in zip(names, chapters, strict=True)
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


def _span(start: int, end: int) -> bytes:
    """Milliseconds; the places in the file, in bytes, are given as not known."""
    return struct.pack(">IIII", start, end, 0xFFFFFFFF, 0xFFFFFFFF)


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
