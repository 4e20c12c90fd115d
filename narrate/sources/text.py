"""Text that is given itself: pasted, or on standard input."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from narrate.errors import SourceError
from narrate.model import Page, Source
from narrate.sources.limits import DEFAULT_LIMITS, Limits
from narrate.sources.media import judge


def from_stream(stream: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> Source:
    """All that a stream holds; its identity is its content. Raises SourceError when too large."""
    content = stream.read(limits.size + 1)
    if len(content) > limits.size:
        raise SourceError(
            f"it is larger than {limits.size_words}",
            subject="standard input",
            advice="Split it and give the parts one by one.",
        )
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Source(kind="text", uri=f"text:{digest}", content=content)


def read(source: Source) -> Page:
    """Raises SourceError for no text at all, and for a picture or the like."""
    content = source.content or b""
    if not content.strip():
        raise SourceError(
            "there is no text", subject="the text given", advice="Give the article's text or HTML."
        )
    return Page(
        source=source,
        content=content,
        media_type=judge(content, subject="the text given"),
        charset="utf-8" if is_utf8(content) else "",
    )


def is_utf8(content: bytes) -> bool:
    """Whether the bytes are valid UTF-8, as text in another encoding almost never is."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
