"""Text that XML 1.0 has a place for: https://www.w3.org/TR/xml/#charsets"""

from __future__ import annotations

import re

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str, instead: str = "") -> str:
    """The text with ``instead`` for each character that no document may hold."""
    return _NOT_XML.sub(instead, text)
