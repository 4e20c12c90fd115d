"""Markdown, as CommonMark and GitHub write it, to blocks; and what its front matter says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from narrate.article.candidate import Candidate, tidy
from narrate.article.formats import chapter, html
from narrate.article.metadata import Metadata

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_-]+)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?[ ]?(Z|[+-]\d{2}:?\d{2})?)?"
)
# What programs that read Markdown understand and CommonMark prints.
_CALLOUT = re.compile(r"\[!\w+\][+-]?[ \t]*")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}]*\}[ \t]*$")
_EMBEDDED = re.compile(r"!\[\[[^\[\]]*\]\]")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")


def read(text: str) -> tuple[list[Candidate], Metadata]:
    """The document's blocks and its front matter. Raises ArticleError for what is too long."""
    markup, about = to_html(text)
    return chapter.candidates(html.parse(markup)), about


def to_html(text: str) -> tuple[str, Metadata]:
    """The document as HTML, and its front matter."""
    text = text.replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = _toml(front[2]) if front[1] == "+++" else _yaml(front[2])
        text = text[front.end() :] if fields else text  # else it is text between two rules
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(tasklists_plugin).use(deflist_plugin)
    tokens = parser.parse(text)
    _without_signs(tokens)
    body: str = parser.renderer.render(tokens, parser.options, {})
    return f"<html><body>{body}</body></html>", Metadata(
        title=_first(fields, "title"),
        byline=_first(fields, "author", "authors"),
        published=_date(_first(fields, "date", "published", "publishdate")),
        language=_first(fields, "lang", "language"),
        image=_first(fields, "image", "cover"),
        url=_first(fields, "canonical", "canonical_url", "canonicalurl"),
    )


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _yaml(text: str) -> dict[str, str]:
    """``key: value`` lines, and lists as "one, two".

    A document is an input, and a whole reader of YAML is more than a title needs.
    """
    fields: dict[str, str] = {}
    key = ""
    is_folded = False
    for line in text.splitlines():
        if is_folded and line[:1].isspace():
            fields[key] = tidy(f"{fields[key]} {line}")
        elif field := _FIELD.fullmatch(line):
            key, value = field[1].lower(), (field[2] or "").strip()
            if value.startswith("[") and value.endswith("]"):
                value = ", ".join(_bare(item) for item in value[1:-1].split(","))
            is_folded = value in ("|", ">", "|-", ">-", "|+", ">+")
            fields[key] = "" if is_folded else _bare(value)
        elif key and (item := _ITEM.fullmatch(line)):
            named = re.sub(r"^name:\s*", "", _bare(item[1]))
            fields[key] = ", ".join(filter(None, (fields[key], _bare(named))))
    return fields


def _bare(value: str) -> str:
    """Without quotes and without a comment behind."""
    value = value.strip()
    if value[:1] in ("'", '"') and value.endswith(value[0]) and len(value) > 1:
        return tidy(value[1:-1])
    return tidy(value.partition(" #")[0])


def _toml(text: str) -> dict[str, str]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):  # then it says nothing that we can use
        return {}
    return {
        key.lower(): tidy(", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in table.items()
        if not isinstance(value, dict)
    }


def _date(text: str) -> str:
    found = _DATE.match(text)
    if not found:
        return ""
    return f"{found[1]}T{found[2]}{found[3] or ''}" if found[2] else found[1]


def _without_signs(tokens: Sequence[Token]) -> None:
    """Take out what other programs than CommonMark's understand: they do not show it either."""
    for index, token in enumerate(tokens):
        texts = [child for child in token.children or () if child.type == "text"]
        if not texts:
            continue
        before = [earlier.type for earlier in tokens[max(0, index - 2) : index]]
        if before == ["blockquote_open", "paragraph_open"]:
            texts[0].content = _CALLOUT.sub("", texts[0].content, count=1)
        elif before[-1:] == ["heading_open"]:
            texts[-1].content = _ATTRIBUTES.sub("", texts[-1].content)
        for child in texts:
            if "[[" in child.content:
                child.content = _EMBEDDED.sub("", child.content)
                child.content = _WIKI_LINK.sub(r"\1", child.content)
