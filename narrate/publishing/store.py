"""Objects in a store: put whole, compared without fetching them, errors in our words.

What a store is and how it is reached (keys, endpoint, region) is fsspec's business: its
configuration is read from the environment and from ``~/.config/fsspec``.
"""

from __future__ import annotations

import base64
import errno
import mimetypes
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import OutputError

if TYPE_CHECKING:
    from upath import UPath

_S3 = ("s3", "s3a")
_PART = 16 << 20  # bytes of a part of a large object: two are in memory at once
_MEDIA_TYPES = {".m4b": "audio/mp4", ".wav": "audio/wav", ".vtt": "text/vtt"}
_TEXTS = ("text/", "application/json", "application/xml")
# What the libraries raise besides OSError; those that are not loaded cannot have failed.
_FAILURES = {
    "botocore.exceptions": "BotoCoreError",
    "aiohttp": "ClientError",
    "google.auth.exceptions": "GoogleAuthError",
    "gcsfs.retry": "HttpError",
}
_CREDENTIALS = ("Credentials", "Token", "Profile")  # in the names of errors about them
_UNREACHABLE = ("Connect", "Timeout", "SSL", "DNS", "Proxy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A file or an object that stands somewhere, without what is in it."""

    size: int
    changed: float
    """Seconds since the epoch."""
    md5: str = ""
    """Hexadecimal, where the store tells it."""


@contextmanager
def explained(path: UPath) -> Iterator[None]:
    """Turns what a store and its library raise about ``path`` into an OutputError."""
    try:
        yield
    except _failures() as error:
        problem, advice = _why(error)
        raise OutputError(problem, subject=str(path), advice=advice) from error


def put(part: Path, path: UPath) -> None:
    """The file ``part`` as the object ``path``: there when all of it is, in place of another.

    Ctrl-C waits for it to be there, so that nobody has to guess whether it is.
    """
    how = {"chunksize": _PART, "max_concurrency": 2, **_media_type(path)}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(path.fs.put_file, str(part), path.path, **how).result()


def put_new(content: bytes, path: UPath) -> bool:
    """Put the object if none stands there; of two who do so at once, one is told False."""
    try:
        path.fs.pipe_file(path.path, content, mode="create", **_media_type(path))
    except OSError as error:
        if standing(path):
            return False
        if error.errno != errno.ENOSYS:  # a store without this request: nobody else is there
            raise
        path.fs.pipe_file(path.path, content, **_media_type(path))
    return True


def content(path: UPath) -> bytes | None:
    """All of the object; None where there is none."""
    try:
        found: bytes = _read(path)
    except FileNotFoundError as error:
        _insist_on_bucket(error)
        return None
    return found


def remove(path: UPath) -> None:
    """Take the object away."""
    path.fs.rm_file(path.path)


def standing(path: UPath) -> Standing | None:
    """The object at ``path``; None where there is none."""
    try:
        return _standing(path.fs.info(path.path))
    except FileNotFoundError as error:
        _insist_on_bucket(error)
        return None


def listing(folder: UPath) -> dict[str, Standing]:
    """The objects right below ``folder``, by name, in one request for each thousand."""
    try:
        found = folder.fs.ls(folder.path, detail=True)
    except FileNotFoundError as error:
        _insist_on_bucket(error)
        return {}
    named = {str(info["name"]).rpartition("/")[2]: _standing(info) for info in found}
    return {name: stands for name, stands in named.items() if name and stands}


def _read(path: UPath) -> Any:
    if path.protocol not in _S3:
        return path.fs.cat_file(path.path)
    try:
        return path.fs.cat_file(path.path, start=0)  # without a range, the size is asked first
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        return path.fs.cat_file(path.path)  # an empty object has no range


def _standing(info: dict[str, Any]) -> Standing | None:
    if info["type"] != "file":
        return None
    changed = info.get("LastModified") or info.get("mtime") or info.get("created")
    return Standing(
        size=int(info["size"]),
        changed=changed.timestamp() if isinstance(changed, datetime) else 0.0,
        md5=_md5(info),
    )


def _md5(info: dict[str, Any]) -> str:
    """As S3 and Google say it; an ETag with a hyphen is of an object put in parts."""
    if "md5Hash" in info:
        return base64.b64decode(info["md5Hash"]).hex()
    return str(info.get("ETag", "")).strip('"')


def _insist_on_bucket(error: FileNotFoundError) -> None:
    """No object there is one thing; no bucket for it is another, and comes from the store."""
    if error.__cause__ is not None and "bucket" in str(error):
        raise error


def _media_type(path: UPath) -> dict[str, str]:
    """The argument that says what browsers are to be told of the object."""
    guessed = _MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    kind = guessed or "application/octet-stream"
    if kind.startswith(_TEXTS):
        kind += "; charset=utf-8"
    return {"ContentType" if path.protocol in _S3 else "content_type": kind}


def _failures() -> tuple[type[Exception], ...]:
    loaded = (name for name in _FAILURES if name in sys.modules)
    return (OSError, *(getattr(sys.modules[name], _FAILURES[name]) for name in loaded))


def _why(error: Exception) -> tuple[str, str]:
    """What happened, and what to do."""
    kind, said = type(error).__name__, " ".join(str(error).split()).rstrip(".")
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk for temporary files is full", "Free some space there."
    if any(word in kind for word in _CREDENTIALS):
        return (
            f"there is no key for the store ({said})",
            "For s3://, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE;"
            " for gs://, GOOGLE_APPLICATION_CREDENTIALS.",
        )
    if isinstance(error, FileNotFoundError):
        return f"there is no such place ({said})", "Make the bucket first, or correct its name."
    refused = getattr(error, "code", 0) in (401, 403) or said.startswith("Forbidden")
    if refused or isinstance(error, PermissionError):
        return (
            f"the store refuses ({said or 'access denied'})",
            "Check the key, and that it may list, read, write and delete there.",
        )
    if isinstance(error, (ConnectionError, TimeoutError)) or any(w in kind for w in _UNREACHABLE):
        return (
            f"the store cannot be reached ({said or kind})",
            "Check the network and the endpoint (AWS_ENDPOINT_URL), then run it again.",
        )
    return f"the store says no ({said or kind})", ""
