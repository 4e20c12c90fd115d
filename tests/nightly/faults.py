"""What servers do wrong: answers to give in place of a page or a feed."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from http.server import BaseHTTPRequestHandler

from tests.nightly.conftest import Answer, Newsroom, send

HTML = "text/html"
RSS = "application/rss+xml"
EMPTY = send(b"", HTML)
WALL = send(
    b'<!DOCTYPE html><html lang="en"><head><title>The lighthouse</title></head><body><article>'
    b"<h1>The lighthouse</h1><p>The lamp on the northern rock was lit for the first time in"
    b" nine years on Friday, and the keepers had come back to see it.</p></article>"
    b'<div class="paywall"><p>This article is for subscribers only. Subscribe now to continue'
    b" reading.</p><p>Already a subscriber? Log in.</p></div></body></html>",
    HTML,
)
LOGIN = send(
    b'<!DOCTYPE html><html lang="en"><head><title>Log in</title></head><body><main>'
    b'<h1>Log in</h1><form action="/login" method="post"><p>Enter your e-mail address and your'
    b' password to continue.</p><label>E-mail <input name="mail"></label><label>Password'
    b' <input name="password" type="password"></label><button>Log in</button></form>'
    b'<p><a href="/forgotten">Forgot your password?</a></p></main></body></html>',
    HTML,
)
PAGE = send(b"<!DOCTYPE html><html><head><title>News</title></head><body>News</body></html>", HTML)

LAUGHS = send(
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (after, b"&%c;" % before * 10)
        for before, after in zip(b"abcdefghij", b"bcdefghijk", strict=True)
    )
    + b"]><rss version='2.0'><channel><title>&k;</title><item><title>&k;</title></item></channel>"
    b"</rss>",
    RSS,
)


def broken(request: BaseHTTPRequestHandler) -> None:
    """The network dies in the middle of a page."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.send_header("Content-Length", "10000")
    request.end_headers()
    request.wfile.write(b"<html><p>The harbour")
    request.wfile.flush()
    dead(request)


def dead(request: BaseHTTPRequestHandler) -> None:
    """The connection is reset before a word is said."""
    linger = struct.pack("ii", 1, 0)
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    request.connection.close()


def drip(request: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for as long as anybody listens: twenty seconds at the most."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(200):
        try:
            request.wfile.write(b"<")
            request.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


def endless(request: BaseHTTPRequestHandler) -> None:
    """Sixty megabytes, and no word of it before."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.end_headers()
    request.close_connection = True
    try:
        for _ in range(60):
            request.wfile.write(b"<p>harbour" * 100_000)
    except OSError:
        return


def bomb(media_type: str = RSS) -> Answer:
    """Some kilobytes that unpack to a hundred megabytes."""
    packed = gzip.compress(b"<rss>" + bytes(100_000_000), compresslevel=1)
    return send(packed, media_type, Content_Encoding="gzip")


def cut_off(content: bytes, media_type: str) -> Answer:
    """Packed, and only the first half of it, sent as though that were all."""
    packed = gzip.compress(content)
    return send(packed[: len(packed) // 2], media_type, Content_Encoding="gzip")


def sends_on(to: str) -> Answer:
    return send(b"", HTML, 302, Location=to)


def too_many(seconds: int) -> Answer:
    """Who asks is to come again so much later."""
    return send(b"", HTML, 429, Retry_After=str(seconds))


def rss(items: str) -> Answer:
    """A feed of such items."""
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Post</title>'
    return send(f"{head}{items}</channel></rss>".encode(), RSS)


def item(link: str, title: str = "A story", published: str = "", guid: str = "") -> str:
    date = f"<pubDate>{published}</pubDate>" if published else ""
    name = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<item><title>{title}</title><link>{link}</link>{name}{date}</item>"


class Outage(dict[str, Answer]):
    """From one moment on every connection is reset, whatever it asks for."""

    def __init__(self, room: Newsroom, *, after: int) -> None:
        super().__init__()
        self._room, self._after = room, after

    def get(self, path: str, default: object = None) -> Answer | None:  # type: ignore[override]
        return dead if len(self._room.asked) > self._after else None
