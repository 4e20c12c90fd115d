"""What a server's refusal means, in words (RFC 9110, section 15)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from narrate.errors import SourceError

_SAVE_IT = "Open the page in a browser, save it as a file, and give that file."


class UnreachableError(SourceError):
    """No whole answer came; the next try may bring one."""


class LeftAloneError(UnreachableError):
    """Nobody was asked: its server had said before that it wants to be left alone for a while,
    or had given nothing to several requests."""


class StatusError(SourceError):
    """A server answered, and its answer was no."""

    status: int = 0
    """HTTP status code."""
    retry_after: float | None = None
    """Seconds the server asks to wait before the next try; None when it said nothing."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.problem, self.subject, self.advice, self.status, self.retry_after))


def may_pass(error: SourceError) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, StatusError):
        return error.status in (408, 425, 429) or error.status >= 500
    return isinstance(error, UnreachableError)


def _rebuild(
    problem: str, subject: str, advice: str, status: int, retry_after: float | None
) -> StatusError:
    error = StatusError(problem, subject=subject, advice=advice)
    error.status = status
    error.retry_after = retry_after
    return error


def status_error(status: int, *, subject: str, retry_after: float | None = None) -> StatusError:
    """The error for a status that brings no page."""
    problem, advice = _meaning(status)
    if retry_after is not None and status in (429, 503):
        advice = f"It asks to wait {retry_after:.0f} seconds before the next try."
    return _rebuild(f"{problem} ({status})", subject, advice, status, retry_after)


def _meaning(status: int) -> tuple[str, str]:
    match status:
        case 401 | 407:
            return "the server asks for a user name and password", _SAVE_IT
        case 402:
            return "the server asks to be paid for the page", _SAVE_IT
        case 403 | 451:
            return "the server refuses to give the page", _SAVE_IT
        case 404:
            return "the server has no such page", "Check the address in a browser."
        case 410:
            return "the page was taken down", "Look for it in a web archive."
        case 429:
            return "the server says these are too many requests", "Wait a while and try again."
        case _ if 500 <= status < 600:
            return "the server has a fault of its own", "Try again later."
        case _:
            return "the server did not give the page", "Check the address in a browser."


def retry_after_seconds(header: str, *, now: float) -> float | None:
    """A Retry-After header as seconds from ``now`` (seconds since the epoch), never negative.

    It is a count of seconds or an HTTP date (RFC 9110, section 10.2.3); None for neither.
    """
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except (ValueError, OverflowError):
        return None
