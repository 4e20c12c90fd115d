"""Where files are had from: a server, or a folder on this machine that holds the same."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import quote, urljoin, urlsplit

import httpx2

from narrate.errors import VoiceError
from narrate.version import __version__

Progress = Callable[[int, int], None]
"""Called with the bytes that are there, and all of them; 0 where nobody knows."""

_WAIT = 30.0  # seconds for a connection, or for the next bytes
_NOTHING_LEFT = 416  # of the range that was asked for
_GO_ON = "Run the command again: it goes on where it stopped."


class Origin(Protocol):
    """Files by their paths below a root."""

    def text(self, path: str, largest: int) -> str:
        """A small file. Raises VoiceError where it is not there, too large, or no text."""

    def fetch(self, path: str, to: Path, largest: int, on_progress: Progress) -> None:
        """A file into another, of which a beginning may be there already.

        Raises VoiceError; what has come until then stays.
        """


def origin(place: str) -> Origin:
    """A server for an http(s) address, otherwise the folder of that path. Raises VoiceError."""
    if urlsplit(place).scheme in ("http", "https"):
        return _Server(place.rstrip("/") + "/")
    folder = Path(place).expanduser()
    if folder.is_dir():
        return _Folder(folder)
    raise VoiceError(
        "this is neither a folder nor an http address",
        subject=place,
        advice="Give the folder, or the address, that holds voices.json.",
    )


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def text(self, path: str, largest: int) -> str:
        with self._opened(path, largest) as file:
            return _decoded(file.read(largest + 1), path)

    def fetch(self, path: str, to: Path, largest: int, on_progress: Progress) -> None:
        with self._opened(path, largest) as file, to.open("wb") as target:
            shutil.copyfileobj(file, target, 1 << 20)
        on_progress(to.stat().st_size, to.stat().st_size)

    @contextlib.contextmanager
    def _opened(self, path: str, largest: int) -> Iterator[IO[bytes]]:
        found = self._folder / path
        try:
            if found.stat().st_size > largest:
                raise _too_large(str(found), largest)
            with found.open("rb") as file:
                yield file
        except OSError as error:
            raise VoiceError(f"cannot be read: {error.strerror}", subject=str(found)) from None


class _Server:
    def __init__(self, root: str) -> None:
        self._root = root

    def text(self, path: str, largest: int) -> str:
        content = bytearray()
        with self._answer(path, {}) as response:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > largest:
                    raise _too_large(self._address(path), largest)
        return _decoded(bytes(content), path)

    def fetch(self, path: str, to: Path, largest: int, on_progress: Progress) -> None:
        there = to.stat().st_size if to.exists() else 0
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
        with self._answer(path, headers) as response:
            if response.status_code == _NOTHING_LEFT:
                return  # all of it is there, or something else: its digest will tell
            begins = re.match(r"bytes (\d{1,18})-", response.headers.get("content-range", ""))
            goes_on = response.status_code == httpx2.codes.PARTIAL_CONTENT and begins is not None
            if goes_on and begins and int(begins[1]) != there:
                raise VoiceError(
                    "the server sends another part than was asked for",
                    subject=self._address(path),
                )
            there = there if goes_on else 0
            length = response.headers.get("content-length", "")
            total = there + int(length) if re.fullmatch(r"\d{1,18}", length) else 0
            with to.open("ab" if goes_on else "wb") as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)
                    there += len(chunk)
                    if there > largest:
                        raise _too_large(self._address(path), largest)
                    on_progress(there, total)

    def _address(self, path: str) -> str:
        return urljoin(self._root, quote(path, safe="/%"))

    @contextlib.contextmanager
    def _answer(self, path: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
        address = self._address(path)
        try:
            with (
                httpx2.Client(
                    headers={"User-Agent": f"narrate/{__version__}"},
                    follow_redirects=True,
                    timeout=_WAIT,
                ) as client,
                client.stream("GET", address, headers=headers) as response,
            ):
                status = response.status_code
                if not response.is_success and not (status == _NOTHING_LEFT and "Range" in headers):
                    missing = status in (404, 410)
                    raise VoiceError(
                        "the server has no such file" if missing else f"the server says {status}",
                        subject=address,
                        advice="Check the address." if missing else "Try again later.",
                    )
                yield response
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            raise VoiceError(
                "the server cannot be reached",
                subject=address,
                advice="Check that this machine is on line, or install from a folder or a mirror:"
                " narrate voices install NAME --from PLACE",
            ) from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise VoiceError(
                f"the connection broke: {error}", subject=address, advice=_GO_ON
            ) from None


def _decoded(content: bytes, path: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise VoiceError("this is no text in UTF-8", subject=path) from None


def _too_large(where: str, largest: int) -> VoiceError:
    return VoiceError(
        f"it is larger than the {largest:,} bytes that it should have",
        subject=where,
        advice="Check that this is the place of a Piper voice.",
    )
