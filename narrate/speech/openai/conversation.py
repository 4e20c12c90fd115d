"""One request for speech: sent again while that may help, and bounded in time and size."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import httpx2

from narrate.errors import VoiceError
from narrate.speech.openai.server import Server, how_to_give_key
from narrate.version import __version__

PATIENCE = 120.0
"""Seconds that a request may take in all, waiting included."""

_CONNECT = 10.0  # seconds
_SILENCE = 60.0  # seconds without a byte: a server may make all the sound before it sends any
_PAUSES = (1.0, 3.0, 9.0, 20.0)  # seconds before the next try, where the server states none
_PASSING = frozenset({408, 409, 425, 429})  # and all of 500 to 599
_LARGEST_REFUSAL = 4096  # bytes of an error message that are read
_BYTES_A_SECOND = 24_000 * 2


class Unwilling(Exception):  # noqa: N818 - says what the server is
    """The server did not speak, in as many tries as there was time for."""


def ask(
    server: Server, body: Mapping[str, object], longest: float, *, patient: bool = True
) -> tuple[bytes, str]:
    """The sound that the server makes of a request, at most ``longest`` seconds, and its type.

    One that is not ``patient`` asks once. Raises VoiceError where no second try would help,
    Unwilling where several did not.
    """
    end = time.monotonic() + PATIENCE
    why = ""
    with httpx2.Client(headers=_headers(server)) as client:
        for pause in (*(_PAUSES if patient else ()), None):
            try:
                return _try(client, server, body, end, longest)
            except _Passing as failure:
                why = str(failure)
                wait = pause if failure.wait is None else failure.wait
            except httpx2.InvalidURL as error:
                raise VoiceError(f"{server.base_url} is not an address: {error}") from None
            except httpx2.HTTPError as error:
                why, wait = _hidden(_transport(error), server), pause
            if pause is None or wait is None or time.monotonic() + wait >= end:
                break
            time.sleep(wait)
    asks = f"; it asks to wait {wait:.0f} seconds" if wait and wait > max(_PAUSES) else ""
    raise Unwilling(f"{_host(server)}: {why}{asks}")


class _Passing(Exception):  # noqa: N818 - as above
    """A refusal that may pass, and the seconds that the server wants to be left alone."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def _try(
    client: httpx2.Client, server: Server, body: Mapping[str, object], end: float, longest: float
) -> tuple[bytes, str]:
    left = max(0.1, end - time.monotonic())
    timeout = httpx2.Timeout(min(_SILENCE, left), connect=min(_CONNECT, left))
    url = f"{server.base_url}/audio/speech"
    with client.stream("POST", url, json=body, timeout=timeout) as response:
        if response.status_code != httpx2.codes.OK:
            raise _refusal(response, server)
        sound = bytearray()
        most = 44 + int(longest * 2 * _BYTES_A_SECOND)  # a WAVE file may have twice the rate
        for chunk in response.iter_bytes():
            sound += chunk
            if len(sound) > most:
                raise VoiceError(
                    f"{_host(server)} sends sound without end for a short text",
                    advice="Ask its owner; the request was broken off.",
                )
            if time.monotonic() > end:
                raise _Passing(f"the sound did not come whole within {PATIENCE:.0f} seconds")
        return bytes(sound), response.headers.get("content-type", "").partition(";")[0].lower()


def _refusal(response: httpx2.Response, server: Server) -> Exception:
    status = response.status_code
    said = _hidden(_message(response), server)
    host = _host(server)
    if status in _PASSING or 500 <= status < 600:
        wait = _retry_after(response.headers.get("retry-after", ""))
        return _Passing(f"it answers {status}{said}", wait)
    if status == 401:
        problem = f"{host} does not accept the key{said}"
        if not server.key:
            problem = f"{host} wants a key{said}"
        return VoiceError(problem, advice=how_to_give_key(server.key_variable))
    if status == 403:
        return VoiceError(
            f"{host} refuses to speak for this key{said}",
            advice="Ask its owner what the key may do.",
        )
    if status == 404:
        return VoiceError(
            f"{host} has no such address, or no such model{said}",
            advice=f"Check base_url, which ends in /v1 mostly, and the model '{server.model}'.",
        )
    if 300 <= status < 400:
        return VoiceError(
            f"{host} sends on to another address, which the key is not given to",
            advice="Put the address that it sends on to into base_url.",
        )
    return VoiceError(
        f"{host} does not take the request ({status}){said}",
        advice="Check the model, the voice and the options of the profile.",
    )


def _message(response: httpx2.Response) -> str:
    """What the server says about it, shortened: ``: The model does not exist``."""
    content = bytearray()
    for chunk in response.iter_bytes(_LARGEST_REFUSAL):
        content += chunk
        if len(content) >= _LARGEST_REFUSAL:
            break
    try:
        said = json.loads(bytes(content))
        said = said.get("error", said.get("detail", ""))
        said = said.get("message", "") if isinstance(said, dict) else said
    except (ValueError, AttributeError, RecursionError):
        return ""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(said)).split())
    return f": {words[:200].rstrip('. ')}" if words else ""


def _hidden(text: str, server: Server) -> str:
    """The text without the key, should anybody have put it there."""
    return text.replace(server.key, "[key]") if server.key else text


def _transport(error: httpx2.HTTPError) -> str:
    match error:
        case httpx2.ConnectError() | httpx2.ConnectTimeout():
            return "it cannot be reached"
        case httpx2.TimeoutException():
            return "it sent nothing for a long time"
        case _:
            return f"the connection broke: {error}"


def _retry_after(header: str) -> float | None:
    """Seconds to wait (RFC 9110, section 10.2.3); None where the server does not say."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _headers(server: Server) -> dict[str, str]:
    headers = {"User-Agent": f"narrate/{__version__}", "Accept": "audio/*, application/json"}
    return headers | ({"Authorization": f"Bearer {server.key}"} if server.key else {})


def _host(server: Server) -> str:
    url = httpx2.URL(server.base_url)
    return url.host if url.port is None else f"{url.host}:{url.port}"
