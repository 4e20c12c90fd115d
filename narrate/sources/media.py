"""What kind of document some bytes are: their own signature first, then what was said of them."""

from __future__ import annotations

import io
import re
import zipfile

from narrate.errors import SourceError

HTML = "text/html"
XHTML = "application/xhtml+xml"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
PDF = "application/pdf"
EPUB = "application/epub+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: The suffixes of files that may hold an article, lower case.
ARTICLE_SUFFIXES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": XHTML,
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".epub": EPUB,
    ".pdf": PDF,
    ".docx": DOCX,
}

_READABLE = frozenset(ARTICLE_SUFFIXES.values())

_SPELLINGS = {
    "text/x-markdown": MARKDOWN,
    "text/vnd.daringfireball.markdown": MARKDOWN,
    "application/x-pdf": PDF,
}

# First bytes -> (what a person calls it, what to do instead).
_SAVE_AS_DOCX = "Save it as .docx or .html and give that file."
_SIGNATURES: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), name, advice)
    for pattern, name, advice in (
        (rb"\x89PNG\r\n\x1a\n", "a PNG image", ""),
        (rb"\xff\xd8\xff", "a JPEG image", ""),
        (rb"GIF8[79]a", "a GIF image", ""),
        (rb"RIFF....WEBP", "a WebP image", ""),
        (rb"II\*\x00|MM\x00\*", "a TIFF image", ""),
        (rb"....ftypavi[fs]", "an AVIF image", ""),
        (rb"....ftyp", "a video or audio file (MP4)", ""),
        (rb"RIFF....WAVE", "a WAV recording", ""),
        (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", "an MP3 recording", ""),
        (rb"OggS", "an Ogg recording", ""),
        (rb"fLaC", "a FLAC recording", ""),
        (rb"\x1aE\xdf\xa3", "a video (Matroska or WebM)", ""),
        (rb"\x1f\x8b", "a gzip archive", "Unpack it and give what is inside."),
        (rb"BZh[1-9]", "a bzip2 archive", "Unpack it and give what is inside."),
        (rb"\xfd7zXZ\x00", "an xz archive", "Unpack it and give what is inside."),
        (rb"7z\xbc\xaf'\x1c", "a 7-Zip archive", "Unpack it and give what is inside."),
        (rb"Rar!\x1a\x07", "a RAR archive", "Unpack it and give what is inside."),
        (rb"\x7fELF|MZ.{0,62}\x00", "a program", ""),
        (rb"SQLite format 3\x00", "an SQLite database", ""),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office file", _SAVE_AS_DOCX),
        (rb"\{\\rtf", "a Rich Text file", _SAVE_AS_DOCX),
        (rb".{60}BOOKMOBI", "a Kindle book", "Convert it to EPUB and give that file."),
    )
)

_NO_ARTICLE = {
    "application/json": "JSON data",
    "application/feed+json": "a feed",
    "application/rss+xml": "a feed",
    "application/atom+xml": "a feed",
    "image/svg+xml": "an SVG image",
    "text/css": "a style sheet",
    "text/javascript": "a script",
    "application/javascript": "a script",
    "text/csv": "a table (CSV)",
}
_NO_ARTICLE_SUFFIXES = {".json": "application/json", ".css": "text/css", ".csv": "text/csv"}

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_GIVE_A_PAGE = "Give the page, text, EPUB, PDF or DOCX file that holds the article."


def judge(
    content: bytes, *, subject: str, suffix: str = "", declared: str = "", charset: str = ""
) -> str:
    """The media type of a document that may hold an article.

    ``suffix`` of its name or address counts where ``declared``, the transport's media
    type, says little. Raises SourceError about ``subject`` for what holds no article,
    with its kind by name: an image, an archive, a program, a feed.
    """
    if binary := _by_signature(content, subject):
        return binary
    if b"\0" in content[:8192] and not _is_wide(content, charset):
        raise _no_article("binary data of an unknown kind", subject)
    declared = _SPELLINGS.get(declared, declared)
    suffix = suffix.lower()
    start = opening(content)
    if start.startswith(("<!doctype html", "<html", "<head")):
        return XHTML if declared == XHTML else HTML
    if start.startswith("<svg"):
        raise _no_article("an SVG image", subject)
    if declared in _READABLE - {TEXT, PDF, EPUB, DOCX}:
        return declared
    if declared in _NO_ARTICLE:
        raise _no_article(_NO_ARTICLE[declared], subject)
    if declared.startswith(("image/", "audio/", "video/", "font/")):
        raise _no_article(f"what its server calls {declared}", subject)
    if suffix in _NO_ARTICLE_SUFFIXES:
        raise _no_article(_NO_ARTICLE[_NO_ARTICLE_SUFFIXES[suffix]], subject)
    by_suffix = ARTICLE_SUFFIXES.get(suffix, TEXT)
    return by_suffix if by_suffix not in (PDF, EPUB, DOCX) else TEXT


def opening(content: bytes) -> str:
    """The first tag or words, lower case: without mark, white space, comments, declaration."""
    head = content[:8192]
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "latin-1")
    text = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n").lower()
    while text.startswith(("<?", "<!--")):
        end = "?>" if text.startswith("<?") else "-->"
        text = text.partition(end)[2].lstrip()
    return text


def _by_signature(content: bytes, subject: str) -> str:
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _by_archive_members(content, subject)
    for signature, name, advice in _SIGNATURES:
        if signature.match(content):
            raise _no_article(name, subject, advice)
    return ""


def _by_archive_members(content: bytes, subject: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(
            "the file is damaged: it begins as a ZIP, EPUB or DOCX file and does not end as one",
            subject=subject,
            advice="Fetch or copy it again.",
        ) from error
    if "META-INF/container.xml" in members:
        return EPUB
    if "word/document.xml" in members:
        return DOCX
    if "content.xml" in members:
        raise _no_article("an OpenDocument file", subject, _SAVE_AS_DOCX)
    raise _no_article("a ZIP archive", subject, "Unpack it and give what is inside.")


def _is_wide(content: bytes, charset: str) -> bool:
    """Whether the text is of a kind whose plain letters hold zero bytes."""
    wide = ("utf-16", "utf-32", "utf_16", "utf_32")
    marked = content.startswith(tuple(mark for mark, name in _BYTE_ORDER_MARKS if name != "utf-8"))
    return marked or charset.startswith(wide)


def _no_article(name: str, subject: str, advice: str = "") -> SourceError:
    if name == "a feed":
        advice = "A feed stands for its entries: give it to `narrate make`, or give one entry."
    return SourceError(
        f"this is {name}, not an article", subject=subject, advice=advice or _GIVE_A_PAGE
    )
