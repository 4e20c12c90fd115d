"""Bytes to text: the byte order mark, the transport, the page's own word, then UTF-8.

The order is that of the HTML standard ("determining the character encoding"), except that
nothing here is tried before it is checked: a declaration that does not fit is passed over.
"""

from __future__ import annotations

import codecs
import re

from narrate.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^<>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{1,40})"
)
_HEAD = 4096  # bytes in which a page may declare its encoding
# Pages that say Latin-1 mean what browsers read it as.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def decode(content: bytes, charset: str = "") -> str:
    """The text in ``content``; bytes that fit no declaration are read as Windows Latin-1.

    Raises ArticleError for what is not text at all.
    """
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace")
    declared = _DECLARED.search(content[:_HEAD])
    for name in (charset, declared[1].decode("ascii") if declared else "", "utf-8"):
        text = _decoded(content, name)
        if text is not None:
            return _checked(text)
    # A page that is UTF-8 but for a few broken bytes is not a Latin-1 page.
    broken = content.decode("utf-8", "replace")
    wrong = broken.count("\ufffd")
    right = sum(character > "\x7f" for character in broken) - wrong
    if right > wrong:
        return _checked(broken)
    return _checked(content.decode("cp1252", "replace"))


def _decoded(content: bytes, name: str) -> str | None:
    try:
        codec = codecs.lookup(name).name if name else ""
        return content.decode(_MEANT.get(codec, codec)) if codec else None
    except (LookupError, ValueError):
        return None


def _checked(text: str) -> str:
    if text.count("\0") > len(text) // 1000:
        raise ArticleError("it is not text", advice="Give an HTML page, a text file or Markdown.")
    return text.replace("\0", "")
