"""What is written into a recording of any format: title, artist, date, chapters, text, cover."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import quote

from narrate.model import Narration, Tags, Timeline
from narrate.publishing.line import one_line

LONGEST_TEXT = 1000  # characters; a title that long is not one
# ISO 639-2 for the languages we are asked for most; "und" is its word for not known.
_LANGUAGES = {
    "ar": "ara", "ca": "cat", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb",
    "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor",
    "lt": "lit", "lv": "lav", "nb": "nob", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "th": "tha",
    "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip


def tags(narration: Narration) -> Tags:
    """What is written into a recording of any format. A cover that is neither JPEG nor PNG is
    left out."""
    article, source, timeline = narration.article, narration.source, narration.timeline
    cover = narration.cover
    site = article.site or article.byline or "narrate"
    address = article.url or (source.uri if source.kind in ("url", "feed entry") else "")
    return Tags(
        title=_shown(article.title),
        artist=_shown(article.byline or site),
        album=_shown(site),
        date=_shown(article.published[:10]),
        language=_LANGUAGES.get(article.language.partition("-")[0], "und"),
        address=_ascii(address),
        text=_text_of(timeline),
        lines=tuple((_ms(cue.start, timeline), one_line(cue.text)) for cue in timeline.cues),
        chapters=tuple(
            (_ms(chapter.start, timeline), _ms(chapter.end, timeline), _shown(chapter.title) or "…")
            for chapter in timeline.chapters
        ),
        milliseconds=round(1000 * timeline.seconds),
        cover=cover if cover and media_type(cover) else b"",
    )


def _shown(text: str) -> str:
    return one_line(text)[:LONGEST_TEXT]


def _text_of(timeline: Timeline) -> str:
    """The sentences of a block side by side, blocks separated by a blank line."""
    paragraphs: list[str] = []
    for _, cues in groupby(timeline.cues, key=lambda cue: cue.block):
        paragraphs.append(" ".join(one_line(cue.text) for cue in cues))
    return "\n\n".join(paragraphs)


def _ms(frame: int, timeline: Timeline) -> int:
    return 1000 * frame // timeline.rate


def _ascii(address: str) -> str:
    """An address as tags hold it: what is not ASCII stands percent-encoded (RFC 3987)."""
    reserved_and_escaped = "!#$%&'()*+,/:;=?@[]"
    return quote(one_line(address), safe=reserved_and_escaped, errors="replace")


def media_type(picture: bytes) -> str:
    """``image/jpeg`` or ``image/png`` by what the picture begins with; otherwise empty."""
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if picture.startswith(b"\x89PNG\r\n\x1a\n") else ""
