"""Pages from templates: everything that comes from an article is escaped."""

from __future__ import annotations

import functools
import json
from typing import Any

import jinja2
from markupsafe import Markup

# What could end a script element, or a line in it.
_AWAY = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render(template: str, **values: Any) -> Markup:
    """The template of that name, filled."""
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704 - escaped


def as_data(value: object) -> Markup:
    """``value`` as JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, away in _AWAY.items():
        text = text.replace(sign, away)
    return Markup(text)  # noqa: S704 - escaped for where it stands


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("narrate.publishing.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
