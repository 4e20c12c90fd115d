"""The names that a verdict can have: what ``narrate text --why`` prints and ``--keep`` takes."""

from __future__ import annotations

from narrate.article.boilerplate import reasons
from narrate.article.formats import elements, pages
from narrate.article.refusal.check import KINDS

# Those that stand in code; a test looks for more.
_IN_CODE = (
    "agency mark", "end of the page", "figure label", "headline printed twice", "hidden text",
    "kicker", "not the article", "ornament", "outside the reading order", "page furniture",
    "page number", "pull quote", "repeated text", "running head", "signature",
    "signs and numbers", "table of contents", "tags", "turned text",
)  # fmt: skip


def rule_names() -> list[str]:
    """All of them, sorted."""
    charges = (table["name"] for table in elements.tables()["charge"])
    parts = (part.rule for part in pages.parts())
    return sorted({*_IN_CODE, *reasons(), *charges, *parts, *KINDS})
