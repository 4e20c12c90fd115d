"""Text that XML 1.0 has a place for: https://www.w3.org/TR/xml/#charsets"""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str, instead: str = "") -> str:
    """The text with ``instead`` for each character that no document may hold."""
    return _NOT_XML.sub(instead, text)
