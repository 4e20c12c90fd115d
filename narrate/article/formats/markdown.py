"""Markdown to HTML, and what its front matter says of the article."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from narrate.article.metadata import Metadata

_FIELD = re.compile(r"^([A-Za-z_-]+)\s*[:=]\s*(.+?)\s*$", re.MULTILINE)


def to_html(text: str) -> tuple[str, Metadata]:
    """The document as HTML, raw HTML in it left out, and its front matter.

    Of the front matter (YAML or TOML) plain ``key: value`` lines count; a document is an
    input, and a whole YAML reader is more than a title needs.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin)
    tokens = parser.parse(text)
    fields = {}
    if tokens and tokens[0].type == "front_matter":
        fields = {k.lower(): v.strip("\"'") for k, v in _FIELD.findall(tokens[0].content)}
    html: str = parser.renderer.render(tokens, parser.options, {})
    return f"<html><body>{html}</body></html>", Metadata(
        title=fields.get("title", ""),
        byline=fields.get("author", ""),
        published=fields.get("date", "")[:25],
        language=fields.get("lang", fields.get("language", "")),
        image=fields.get("image", ""),
        url=fields.get("canonical", ""),
    )
