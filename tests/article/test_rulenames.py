"""Every verdict has a name that ``--keep`` knows."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from narrate.article.cleaner import clean
from narrate.article.rulenames import rule_names
from narrate.errors import ArticleError

PAGES = Path(__file__).parents[1] / "fixtures" / "articles"
REASONS = ("it ", "they ", "the ", "there ", "only ", "nothing ")


def test_the_verdicts_on_our_pages_are_known() -> None:
    found: set[str] = set()
    for file in PAGES.rglob("*.*"):
        if file.suffix != ".toml":
            try:
                found |= {dropped.rule for dropped in clean(file.read_bytes()).dropped}
            except ArticleError as error:
                found |= {error.rule} - {"", "no article"}
    assert len(found) > 5
    assert found <= set(rule_names())


def test_the_verdicts_in_the_code_are_known() -> None:
    """A verdict is written as a pair of texts: a name, and a reason that is a clause."""
    assert {name for name, reason in _pairs() if reason.startswith(REASONS)} <= set(rule_names())


def _pairs() -> Iterator[tuple[str, str]]:
    for file in Path(str(files("narrate.article"))).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                texts = [e.value for e in node.elts if isinstance(e, ast.Constant)]
                if len(texts) == 2 and all(isinstance(text, str) for text in texts):
                    yield texts[0], texts[1]
