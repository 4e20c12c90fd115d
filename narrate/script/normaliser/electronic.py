"""Web and mail addresses, said briefly: www dot example dot com."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ENDINGS = (
    r"(?:com|org|net|gov|edu|info|mil|int|biz|news|app|dev|io|ai|tv|co|me|eu|"
    r"ac|ar|at|au|be|br|ca|ch|cl|cn|cz|de|dk|es|fi|fr|gr|hk|ie|il|in|it|jp|kr|mx|nl|no|nz|"
    r"pl|pt|ro|ru|se|sg|th|tr|tw|ua|uk|us|za|abc|sm|COM|ORG|NET|GOV|"
    r"pdf|docx?|xlsx?|txt|csv|jpe?g|png|gif|zip|exe|mp[34]|html?|xml|json|js|py|php)"
)
_HOST = rf"(?:{_LABEL}\.){{1,8}}{_ENDINGS}(?![\w-]|\.\w)"
_ADDRESS = re.compile(
    rf"(?<![\w@])(?<![\w.]\.)(?:(?P<user>\w[\w.+-]{{0,63}})@(?P<mail>(?:{_LABEL}\.){{1,8}}[A-Za-z]{{2,24}})"
    rf"(?P<rest>/[^\s<>\"]*)?"
    rf"|(?P<scheme>(?:https?|ftp|file):\s?//)(?P<address>[^\s<>\"]+)"
    rf"|(?P<site>www\.[^\s<>\"]+|{_HOST}(?:/[^\s<>\"]*)?))"
)
#: An ending without its name: the .com boom, a .pdf file.
_ENDING = re.compile(r"(?<![^\s(\"“])\.(?=[A-Za-z]{2,4}\b)")
_TRAILING = re.compile(r"[.,;:!?'”’)\]»]+$")
_PART = re.compile(r"[A-Za-z]+|\d+|[^\W\d_]+|.")
#: A path longer than this is left out where the address stands in a sentence.
_BRIEF = 24


def find(text: str, language: Language) -> Iterator[Found]:
    if not language.knows("symbols"):
        yield from _hosts(text)
        return
    for match in _ENDING.finditer(text):
        yield *match.span(), f"{language.table('symbols')['electronic']['.']} "
    for match in _ADDRESS.finditer(text):
        written = match[0]
        trailing = _TRAILING.search(written)
        end = match.end() - (len(trailing[0]) if trailing else 0)
        if match["site"] and written[0].isupper() and written[1:2] == ".":
            continue  # initials, as in "U.S.com"
        alone = match.start() == 0 and end == len(text.rstrip())
        if alone:
            yield 0, end, _say(text[:end], language)
        else:
            start = match.end("scheme") if match["scheme"] else match.start()
            yield match.start(), end, _say(_brief(text[start:end]), language)


def _hosts(text: str) -> Iterator[Found]:
    """Addresses without words: a site is its name, and mail stands as it is written."""
    for match in _ADDRESS.finditer(text):
        site = match["address"] or match["site"]
        if site:
            trailing = _TRAILING.search(match[0])
            end = match.end() - (len(trailing[0]) if trailing else 0)
            host = re.split(r"[/?#]", _TRAILING.sub("", site), maxsplit=1)[0]
            yield match.start(), end, host.removeprefix("www.")
        else:
            yield *match.span(), match[0]


def _brief(address: str) -> str:
    """Without what a listener cannot use: a long path, a query, a fragment."""
    address = re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/")
    host, _, path = address.partition("/")
    return address if len(path) <= _BRIEF else host


def _say(written: str, language: Language) -> str:
    words = language.table("symbols")["electronic"]
    host_end = re.match(r"(?:\w+://)?[^/]*", written)
    country = host_end.end() if host_end else 0
    said = []
    for match in _PART.finditer(written):
        part = match[0]
        if part.isdigit():
            said.append(amount.digits(part, language))
        elif part.isalpha():
            spelled = match.end() == country and len(part) == 2
            said.append(words.get(part, part.upper() if spelled else part))
        else:
            said.append(words.get(part, " "))
    return " ".join(" ".join(said).split())
