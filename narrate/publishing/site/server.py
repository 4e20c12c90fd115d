"""A site on this machine, to look at: files of one folder, with byte ranges, and live.

A page that is asked for is built anew when a recording has come or gone, and while it is
looked at, it is told what is being narrated.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

from narrate.errors import OutputError
from narrate.publishing.site.progress import being_made
from narrate.publishing.site.recordings import MEDIA_TYPES

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_TYPES = {
    ".vtt": "text/vtt",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".js": "text/javascript",
    ".xml": "application/xml",
}
# What the player needs and no more: a page that works under this works anywhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; "
    "media-src 'self'; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'"
)


LIVE = "narrate-live"
_SCRIPT = f'<script type="module" src="{LIVE}.js"></script>\n</body>'.encode()


@contextmanager
def serving(
    folder: Path, port: int = 0, rebuild: Callable[[], object] | None = None
) -> Iterator[ThreadingHTTPServer]:
    """A server of the folder's files on 127.0.0.1; ``port`` 0 takes any that is free.

    ``rebuild`` is called when the recordings have changed. Raises OutputError where there is
    no folder, or the port is taken.
    """
    if not folder.is_dir():
        raise OutputError("there is no such folder", subject=str(folder))
    handler = functools.partial(_Files, directory=str(folder), site=_Site(folder, rebuild))
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError as error:
        raise OutputError(
            f"port {port} cannot be had: {error.strerror}", advice="Choose another with --port."
        ) from error
    with server:
        yield server


class _Server(ThreadingHTTPServer):
    request_queue_size = 64  # a browser opens many connections at once


class _Site:
    """Whether the recordings have changed since the pages were built."""

    def __init__(self, folder: Path, rebuild: Callable[[], object] | None) -> None:
        self._folder = folder
        self._rebuild = rebuild
        self._built = ""
        self._lock = threading.Lock()

    def version(self) -> str:
        """Another one when a recording has come, gone or changed."""
        facts = [
            (path.name, path.stat().st_mtime_ns)
            for path in sorted(self._folder.iterdir())
            if path.suffix in MEDIA_TYPES and path.with_suffix(".json").is_file()
        ]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def refresh(self) -> None:
        """Build the pages if they are not of these recordings; one that cannot be stays."""
        with self._lock, contextlib.suppress(OutputError, OSError):
            version = self.version()
            if self._rebuild and version != self._built:
                self._rebuild()
                self._built = version

    def live(self) -> bytes:
        making = [asdict(each) for each in being_made(self._folder)]
        return json.dumps({"version": self.version(), "making": making}).encode()


class _Files(SimpleHTTPRequestHandler):
    """The standard library's, with ranges: a browser seeks in a long recording by them."""

    protocol_version = "HTTP/1.1"
    _left: int | None = None

    def __init__(self, *arguments: Any, site: _Site, **keywords: Any) -> None:
        self._site = site
        super().__init__(*arguments, **keywords)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> BinaryIO | None:
        self._left = None
        if self.path == f"/{LIVE}.json":
            return self._said(self._site.live(), "application/json")
        if self.path == f"/{LIVE}.js":
            script = files("narrate.publishing.player") / f"{LIVE}.js"
            return self._said(script.read_bytes(), "text/javascript")
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if path.suffix == ".html":
            self._site.refresh()
            if path.is_file():
                page = path.read_bytes().replace(b"</body>", _SCRIPT)
                return self._said(page, "text/html; charset=utf-8")
        asked = _RANGE.match(self.headers.get("Range", ""))
        if not asked or not path.is_file() or not any(asked.groups()):
            return super().send_head()
        size = path.stat().st_size
        first, last = asked.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start >= end:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        file = path.open("rb")
        file.seek(start)
        self._left = end - start
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        return file

    def _said(self, content: bytes, media_type: str) -> BinaryIO:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        try:
            if self._left is None:
                super().copyfile(source, outputfile)
                return
            while self._left and (piece := source.read(min(self._left, 1 << 16))):
                outputfile.write(piece)
                self._left -= len(piece)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the browser wants another range

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return _TYPES.get(Path(path).suffix) or super().guess_type(path)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
        """Quiet: a page with a player asks for many ranges."""
