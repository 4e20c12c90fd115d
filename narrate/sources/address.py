"""Addresses: one spelling for each page, and nothing in it that follows the reader around."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from narrate.errors import SourceError

_DEFAULT_PORTS = {"http": 80, "https": 443}

# What campaigns and mail programs add to a link; none of them chooses what the page shows.
_TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "mkt_tok",
        "vero_id",
        "oly_anon_id",
        "oly_enc_id",
        "wickedid",
        "at_medium",
        "at_campaign",
    }
)

# Every character a URI may hold (RFC 3986, section 2), and the percent sign of those
# that are escaped already.
_URI_CHARACTERS = "%:/?#[]@!$&'()*+,;=-._~"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def scheme_of(text: str) -> str:
    """The scheme of something written as an address, lower case; empty for a path."""
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""


def is_web_address(text: str) -> bool:
    """Whether this is written as an http or https address."""
    return scheme_of(text) in _DEFAULT_PORTS


def normalise(address: str) -> str:
    """The one spelling of a web address that identifies its page (RFC 3986, section 6.2).

    Scheme and host in lower case, international names as the DNS has them, no default
    port, no fragment, no tracking parameters; the rest stays in its order.
    Raises SourceError for what is not an http or https address, and for one that
    carries a password: the address is written into the recording.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host if ":" in host else _ascii_host(host)
        path = quote(parts.path, safe=_URI_CHARACTERS) or "/"
        query = quote(_untracked(parts.query), safe=_URI_CHARACTERS)
    except ValueError as error:  # half a surrogate pair is one, too
        raise _not_an_address(address) from error
    if scheme not in _DEFAULT_PORTS:
        raise SourceError(
            "only http and https addresses are read",
            subject=address,
            advice="Save the page as a file and give that file.",
        )
    if not host:
        raise _not_an_address(address)
    if parts.username is not None:
        raise SourceError(
            "addresses with a user name or password in them are not read",
            subject=urlunsplit((scheme, host, parts.path, "", "")),
            advice="Save the page as a file and give that file.",
        )
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    return urlunsplit((scheme, netloc, path, query, ""))


def _untracked(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return "&".join(kept)


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name.startswith("utm_") or name in _TRACKING


def _ascii_host(host: str) -> str:
    """Raises UnicodeError, a ValueError, for a name that the DNS cannot hold."""
    ascii_host = host.encode("idna").decode("ascii").lower() if host else ""
    if re.search(r"[^a-z0-9._-]", ascii_host):
        raise ValueError(host)
    return ascii_host


def _not_an_address(address: str) -> SourceError:
    return SourceError(
        "this is not a web address",
        subject=address,
        advice="Copy it whole from the browser: https://, the server's name, the page.",
    )
