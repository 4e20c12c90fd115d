"""Who is told of a night: a monitor by pings, and anybody by a webhook.

A ping is what healthchecks.io and its kin understand: ADDRESS/start, then ADDRESS or
ADDRESS/fail. A webhook gets the report as JSON, beside the words that Slack and Mattermost
(``text``) and Discord (``content``) show. Both addresses are secrets: whoever has one can speak
in the user's name. So no more of them is told than the server's name.
"""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from narrate.errors import SourceError
from narrate.nightly.report import Report, as_json, summary
from narrate.nightly.request import host_of, request

_TRIES = 2
_WAIT = 5.0  # seconds for each …
_BETWEEN = 1.0  # … and from one to the next
_MOST = 100
"""Items of each list in a webhook's report: chat servers refuse what is very long."""
_LONGEST = 1900  # characters: Discord refuses messages of 2,000


def started(ping: str) -> tuple[str, ...]:
    """Tell the monitor that a run begins. Warnings, as sentences, where that failed."""
    return _sent("ping", _beside(ping, "start"), b"", "text/plain") if ping else ()


def ended(ping: str, webhook: str, report: Report) -> tuple[str, ...]:
    """Tell of the night; an empty address is nobody. Warnings, as sentences.

    The monitor hears of a failure where the report needs attention: one night's silence of
    one server alarms nobody.
    """
    warnings: tuple[str, ...] = ()
    if ping:
        address = _beside(ping, "fail" if report.needs_attention else "")
        warnings += _sent("ping", address, message(report).encode(), "text/plain; charset=utf-8")
    if webhook:
        content = json.dumps(_for_webhook(report)).encode()
        warnings += _sent("webhook", webhook, content, "application/json")
    return warnings


def message(report: Report) -> str:
    """The night in some lines, without the address of an article; of its words, no more than
    the names of published files hold."""
    lines = [summary(report), *filter(None, [report.error])]
    for source in report.sources:
        if source.error:
            nights = f", {source.failures} nights in a row" if source.failures > 1 else ""
            lines.append(f"{source.name} could not be read{nights}.")
    lines += [str(finding) for finding in report.findings]
    text = "\n".join(lines)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(chr(10))[0]}\n…"


def _for_webhook(report: Report) -> dict[str, Any]:
    """What failed comes first in the list of articles; what was left, or found unchanged, is
    not in it."""
    said = as_json(report)
    said["articles"] = [a for a in said["articles"] if a["outcome"] in ("failed", "narrated")]
    said["articles"].sort(key=lambda article: article["outcome"] != "failed")
    shown = {
        key: value[:_MOST] if isinstance(value, list) else value for key, value in said.items()
    }
    return {"text": message(report), "content": message(report), "report": shown}


def _beside(ping: str, signal: str) -> str:
    """The address of a signal; a query stays where it is."""
    try:
        parts = urlsplit(ping)
    except ValueError:
        return ping  # which the request will say
    path = "/".join(filter(None, (parts.path.rstrip("/"), signal)))
    return urlunsplit(parts._replace(path=path))


def _sent(what: str, address: str, content: bytes, media_type: str) -> tuple[str, ...]:
    problem = ""
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_BETWEEN)
        try:
            answer = request(
                "POST",
                address,
                content=content,
                headers={"Content-Type": media_type},
                seconds=_WAIT,
            )
        except SourceError as error:
            problem = error.problem
            continue
        if 200 <= answer.status < 300:
            return ()
        problem = f"it answered {answer.status}"
        if answer.status < 500 and answer.status != 429:
            break  # the same again would get the same answer
    return (f"The {what} to {host_of(address)} failed: {problem}. Nothing else depends on it.",)
