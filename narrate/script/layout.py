"""Whether a line break ends a sentence: blank lines always do, wrapped lines do not."""

from __future__ import annotations

import re

# How much of the lines to either side is looked at, so that long lines cost no more.
_REACH = 120
# A line shorter than this was not wrapped: there was room for the word that follows.
_SHORT = 48

_LIST_MARK = re.compile(r"[•⁃‣▪●·*–—-]\s+\S|\(?(?:\d{1,3}|[a-z])[.)]{1,2}\s")
_STOPPED = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*\s*$")
_RUNS_ON = re.compile(r"[,(\[–—-]\s*$")


def ends_line(text: str, at: int, end: int) -> bool:
    """Whether a sentence ends at the line break ``text[at:end]``, a run of white space."""
    if text.find("\n", at + 1, end) >= 0:
        return True
    before = text[max(text.rfind("\n", 0, at) + 1 if at < _REACH else at - _REACH, 0) : at]
    before = before[before.rfind("\n") + 1 :].strip()
    after = text[end : end + _REACH].partition("\n")[0]
    if not before or not after or _LIST_MARK.match(after):
        return True
    if _RUNS_ON.search(before) or len(before) > _SHORT:
        return False
    if after[0].islower():
        return _is_item(before) and _is_item(after)
    return len(before) < len(after) or bool(_LIST_MARK.match(before))


def _is_item(line: str) -> bool:
    """A line of a bare list: a word or three, no stop."""
    return len(line) < _SHORT and line.count(" ") < 3 and not _STOPPED.search(line)
