"""BeautifulSoup's door: what this room takes from it.

BeautifulSoup loads a library of CSS selectors, which takes longer than all the rest of it and
which only the rules of some sites need. A stand-in is there while it is loaded, and loads the
library when somebody selects.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

_SELECTORS = "soupsieve"
_stand_in = ModuleType(_SELECTORS)
_stand_in.__dict__["__getattr__"] = lambda name: getattr(import_module(_SELECTORS), name)

_is_first = sys.modules.setdefault(_SELECTORS, _stand_in) is _stand_in
try:
    from bs4 import BeautifulSoup, CData, Comment, ProcessingInstruction, Tag
    from bs4.builder import HTMLTreeBuilder
    from bs4.element import NavigableString, PageElement
finally:
    if _is_first:
        del sys.modules[_SELECTORS]

__all__ = [
    "BeautifulSoup",
    "CData",
    "Comment",
    "HTMLTreeBuilder",
    "NavigableString",
    "PageElement",
    "ProcessingInstruction",
    "Tag",
]
