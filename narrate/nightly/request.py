"""One request to a server that the user named, bounded in time and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore2
import httpx2

from narrate.errors import SourceError
from narrate.sources.network import Deadline, Transport
from narrate.version import __version__

_HEADERS = {"User-Agent": f"narrate/{__version__}", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By names in small letters."""
    content: bytes
    """Its beginning, where there is more than was asked for."""


def host_of(address: str) -> str:
    """The server's name: all that may be told of an address whose path is a secret."""
    try:
        return urlsplit(address).hostname or "an address without a server"
    except ValueError:
        return "an address that is none"


def request(
    method: str,
    address: str,
    *,
    content: bytes = b"",
    headers: Mapping[str, str] | None = None,
    most: int = 1 << 16,
    seconds: float = 10.0,
) -> Answer:
    """What the server answers, of its body ``most`` bytes.

    Redirects are followed, but not with what is posted.
    The server may stand at a private address: the user named it, not a page. Raises
    SourceError, which names the server and never the whole address.
    """
    host = host_of(address)
    try:
        with (
            httpx2.Client(
                transport=Transport(Deadline(seconds), public_only=False),
                timeout=seconds,
                follow_redirects=method != "POST",
                max_redirects=5,
                trust_env=False,
            ) as client,
            client.stream(
                method, address, content=content, headers={**_HEADERS, **(headers or {})}
            ) as response,
        ):
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) >= most:
                    break
            return Answer(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                content=bytes(body[:most]),
            )
    except SourceError as error:  # of the name's look-up
        raise SourceError(error.problem, subject=host) from None
    except (httpcore2.TimeoutException, httpx2.TimeoutException):
        raise SourceError(f"no answer came within {seconds:g} seconds", subject=host) from None
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpcore2.UnsupportedProtocol):
        raise SourceError("it is not a web address", subject=host) from None
    except httpx2.TooManyRedirects:
        raise SourceError("it sends on and on", subject=host) from None
    except (httpcore2.ConnectError, httpcore2.ProxyError):
        raise SourceError("it cannot be reached", subject=host) from None
    except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.ProtocolError):
        raise SourceError("the connection broke", subject=host) from None
