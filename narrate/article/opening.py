"""How a text without metadata begins: kicker, headline, standfirst, and each of them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrate.article.boilerplate import rule_for
from narrate.article.candidate import Candidate
from narrate.article.headline import kicker, tail

Verdict = tuple[str, str] | None
Judged = tuple[Candidate, Verdict]

_NEAR = 5  # blocks in which a headline is printed again
_LONGEST = 200  # characters of a headline
_KICKER = 3  # words
_STANDFIRST = range(40, 400)  # characters
_REPEATED = ("headline printed twice", "the title says it already")
_KICKER_VERDICT = ("kicker", "it stands over the headline and repeats nothing but a phrase")
_ABOVE_THE_TEXT = ("byline", "dateline", "reading time")


def opening(found: Sequence[Candidate]) -> tuple[str, list[Judged]]:
    """The headline of a text that has none but its own, and the other blocks with verdicts.

    The headline is empty where the text begins with a sentence.
    """
    judged: list[Judged] = [(candidate, candidate.verdict) for candidate in found]
    for index, (candidate, verdict) in enumerate(judged):
        if candidate.kind == "heading" and candidate.level == 1 and not verdict:
            return candidate.text, _with_standfirst(judged, index)
    for index, (candidate, verdict) in enumerate(judged):
        if verdict or rule_for(candidate.text) or not any(map(str.isalnum, candidate.text)):
            continue
        if candidate.kind not in ("paragraph", "heading") or not _may_be_title(candidate.text):
            break
        return _printed_once(judged, index)
    return "", judged


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST and not text.rstrip("\"'”’»)").endswith((".", ":", ",", ";"))


def _printed_once(judged: list[Judged], first: int) -> tuple[str, list[Judged]]:
    """Pasted pages often begin with kicker and headline in one line, then each in its own.

    Or with the headline and the site's name, as the window says it, and the headline again.
    """
    text = judged[first][0].text
    for index in range(first + 1, min(first + _NEAR, len(judged))):
        candidate, verdict = judged[index]
        if verdict or not _may_be_title(candidate.text):
            continue
        before = kicker(text, candidate.text)
        if before is not None or tail(text, candidate.text) is not None:
            marked = list(judged)
            marked[first] = (judged[first][0], _REPEATED)
            for between in range(first + 1, index):
                if before is not None and not rule_for(judged[between][0].text):
                    marked[between] = (judged[between][0], judged[between][1] or _KICKER_VERDICT)
            return candidate.text, _with_standfirst(marked, index)
    if first + 1 < len(judged) and _is_kicker(text, judged[first + 1][0].text):
        marked = list(judged)
        marked[first] = (judged[first][0], _KICKER_VERDICT)
        return judged[first + 1][0].text, _with_standfirst(marked, first + 1)
    return text, _with_standfirst(judged, first)


def _is_kicker(text: str, below: str) -> bool:
    """A word or two in capitals over a line that is the headline."""
    return (
        text.isupper()
        and len(text.split()) <= _KICKER
        and not below.isupper()
        and len(below.split()) > _KICKER
        and _may_be_title(below)
        and rule_for(below) is None
    )


def _with_standfirst(judged: list[Judged], title: int) -> list[Judged]:
    """All but the title; the block below it is a standfirst if writer or date stand below it."""
    rest = [*judged[:title], *judged[title + 1 :]]
    named = [rule_for(candidate.text) for candidate, _ in rest[title : title + 4]]
    names = [rule.name if rule else "" for rule in named]
    for index, name in enumerate(names):
        if name:
            continue
        candidate, verdict = rest[title + index]
        below = names[index + 1] if index + 1 < len(names) else ""
        if (
            verdict is None
            and candidate.kind in ("paragraph", "heading")
            and len(candidate.text) in _STANDFIRST
            and below in _ABOVE_THE_TEXT
        ):
            rest[title + index] = (replace(candidate, kind="standfirst", level=0), verdict)
        break
    return rest
