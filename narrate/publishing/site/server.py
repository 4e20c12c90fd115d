"""A site on this machine, to look at: files of one folder, with byte ranges."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from narrate.errors import OutputError

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


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """A server of the folder's files on 127.0.0.1; ``port`` 0 takes any that is free.

    Raises OutputError where there is no folder, or the port is taken.
    """
    if not folder.is_dir():
        raise OutputError("there is no such folder", subject=str(folder))
    handler = functools.partial(_Files, directory=str(folder))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise OutputError(
            f"port {port} cannot be had: {error.strerror}", advice="Choose another with --port."
        ) from error
    with server:
        yield server


class _Files(SimpleHTTPRequestHandler):
    """The standard library's, with ranges: a browser seeks in a long recording by them."""

    protocol_version = "HTTP/1.1"
    _left: int | None = None

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> BinaryIO | None:
        self._left = None
        path = Path(self.translate_path(self.path))
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
