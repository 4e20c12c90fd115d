"""Connections that keep to the rules: one deadline for all, and addresses checked when used.

A name is looked up once and the connection goes to the very address that was checked, so
that a name server cannot answer the check with one address and the connection with another.
Every redirect makes a connection of its own and is checked again.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from narrate.errors import SourceError
from narrate.sources.status import UnreachableError

# 64:ff9b::/96 carries an IPv4 address in its last 32 bits (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


class Deadline:
    """The moment by which everything must be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def shorten(self, timeout: float | None) -> float:
        """Seconds to wait: the time-out, or what is left where that is less.

        Raises httpcore2.ReadTimeout when nothing is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)

    @property
    def passed(self) -> bool:
        return time.monotonic() >= self._end


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's, whatever form it comes in."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (inner := _inner(ip)) is not None:
        ip = inner
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or site_local)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this one end at."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def resolve(host: str, port: int, *, public_only: bool) -> list[str]:
    """The addresses of a host, in the system's order of preference.

    Raises SourceError for a name that nobody has, or, with ``public_only``, one that
    stands for no public address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        # Whether nobody has the name, or nobody could be asked.
        passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        raise (UnreachableError if passing else SourceError)(
            "no server of that name was found",
            subject=host,
            advice="Check the spelling of the address, and that this machine is on line.",
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [each for each in addresses if not public_only or is_public(each)]
    if not allowed:
        raise SourceError(
            f"a feed may not lead to the private address {addresses[0]}",
            subject=host,
            advice="If you trust the page, give its address itself as the source; in "
            "narrate.toml, write private = true.",
        )
    return allowed


class _Stream(httpcore2.NetworkStream):
    """A stream none of whose waits outlasts the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.shorten(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.shorten(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        timeout = self._deadline.shorten(timeout)
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, timeout), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects to an address that was checked, never to a name."""

    def __init__(self, deadline: Deadline, *, public_only: bool) -> None:
        self._deadline = deadline
        self._public_only = public_only
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in resolve(host, port, public_only=self._public_only):
            wait = self._deadline.shorten(timeout)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, wait, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error  # the next address may answer
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if close := getattr(self._stream, "close", None):
            close()


class Transport(httpx2.BaseTransport):
    """One fetch with all its redirects.

    The system's proxy is used where there is one. Then the proxy looks names up, and
    ``public_only`` can do no more than refuse what this machine too sees as private.
    Raises httpcore2's exceptions, and SourceError for an address that is refused.
    """

    def __init__(self, deadline: Deadline, *, public_only: bool) -> None:
        self._deadline = deadline
        self._public_only = public_only
        self._pools: dict[str, httpcore2.ConnectionPool] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        proxy = _proxy_for(url.scheme, url.host)
        if proxy and self._public_only:
            _refuse_private(url.host, url.port or 0)
        if proxy not in self._pools:
            self._pools[proxy] = httpcore2.ConnectionPool(
                proxy=_proxy(proxy) if proxy else None,
                network_backend=_Backend(
                    self._deadline, public_only=self._public_only and not proxy
                ),
            )
        response = self._pools[proxy].handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(response.stream, Iterable)
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


def _refuse_private(host: str, port: int) -> None:
    try:
        socket.getaddrinfo(host, port)
    except OSError:
        return  # behind a proxy it is usual that only the proxy knows the names outside
    resolve(host, port, public_only=True)


def _proxy_for(scheme: str, host: str) -> str:
    proxy = getproxies().get(scheme, "")
    if not proxy or proxy_bypass(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _proxy(address: str) -> httpcore2.Proxy:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        raise SourceError(
            "this kind of proxy cannot be used",
            subject=f"{parts.scheme}://{parts.hostname}",
            advice="Set http_proxy and https_proxy to an http proxy, or unset them.",
        )
    if parts.username is None:
        return httpcore2.Proxy(address)
    return httpcore2.Proxy(address, auth=(unquote(parts.username), unquote(parts.password or "")))
