"""Lines and lists: where the layout of a text ends a sentence though no stop does."""

from __future__ import annotations

import re

# How much of the lines to either side is looked at, so that long lines cost no more.
_REACH = 120
# A line shorter than this was not wrapped: there was room for the word that follows.
_SHORT = 48

_LIST_MARK = re.compile(r"[•⁃‣▪●·*–—-]\s+\S|\(?(?:\d{1,3}|[a-z])[.)]{1,2}\s")
_MARK = re.compile(
    r"\s*(?:(?P<bullet>[•⁃‣▪●])[^\S\n]*(?:\d{1,3}[.)]+(?=\s))?"
    r"|(?P<open>\(?)(?P<index>\d{1,2}|[a-y])(?P<close>\.\)|[.)])(?=\s))"
)
# Items further apart than this are not looked for.
_ITEM = 400
_STOPPED = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*\s*$")
_RUNS_ON = re.compile(r"[,(\[–—-]\s*$")


def ends_line(text: str, at: int, end: int) -> bool:
    """Whether a sentence ends at the line break ``text[at:end]``, a run of white space."""
    if text.find("\n", at + 1, end) >= 0:
        return True
    before = text[max(0, at - _REACH) : at].rpartition("\n")[2].strip()
    after = text[end : end + _REACH].partition("\n")[0]
    if not before or not after or _LIST_MARK.match(after):
        return True
    if before.endswith("."):
        return False  # an abbreviation, or the stop would have ended the sentence
    if text[at - 1] in " \t" or _RUNS_ON.search(before) or len(before) > _SHORT:
        return False
    if after[0].islower():
        return _is_item(before) and _is_item(after)
    return len(before) < len(after) or bool(_LIST_MARK.match(before))


def _is_item(line: str) -> bool:
    """A line of a bare list: a word or three, no stop."""
    return len(line) < _SHORT and line.count(" ") < 3 and not _STOPPED.search(line)


def list_item(text: str, start: int, ordinals: bool) -> tuple[int, int]:
    """Where the mark ends that the sentence at ``start`` begins with, and the next item begins.

    "1) Bread 2) Butter", "• Bread • Butter"; 0 for what is not there. ``ordinals``: in this
    language "2. Mai" is a date, so that only brackets tell an item.
    """
    mark = _MARK.match(text, start, start + _REACH)
    if mark is None:
        return 0, 0
    if mark["bullet"]:
        following = re.escape(mark["bullet"])
    else:
        if ordinals and mark["close"] == ".":
            return mark.end(), 0
        index = mark["index"]
        succeeding = str(int(index) + 1) if index.isdigit() else chr(ord(index) + 1)
        following = re.escape(mark["open"] + succeeding + mark["close"]) + r"(?=\s)"
    found = re.compile(rf"(?<=\s){following}").search(text, mark.end(), start + _ITEM)
    return mark.end(), found.start() if found else 0
