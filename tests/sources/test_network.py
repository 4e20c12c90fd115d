"""The guard: what a feed names is fetched from public addresses only."""

from __future__ import annotations

import socket

import pytest

from narrate.errors import SourceError
from narrate.model import Source
from narrate.sources import network, reader

ARTICLE = b"<!doctype html><p>A page inside the house.</p>"


def linked(uri: str) -> Source:
    return Source(kind="feed entry", uri=uri)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)
def test_private_addresses_in_every_form(address):
    assert not network.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address):
    assert network.is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0", "[::ffff:127.0.0.1]"]
)
def test_a_feed_cannot_lead_inside_however_it_spells_it(site, host):
    site.page("/", ARTICLE)
    with pytest.raises(SourceError, match="private address"):
        reader.read(linked(f"http://{host}:{site.port}/"))
    assert site.requests == []


def test_the_user_can(site):
    assert reader.read(site.page("/", ARTICLE)).content == ARTICLE


def fake_names(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> None:
    """A name server of ours: each look-up of a name gives its next list of addresses."""
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        if host not in names:
            return real(host, port, *args, **kwargs)
        answers = names[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(site, monkeypatch):
    # The rebinding trick: a public address for the check, a private one for the connection.
    fake_names(monkeypatch, {"rebind.test": [["127.0.0.2"], ["127.0.0.1"]]})
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.2")
    site.page("/", ARTICLE)
    with pytest.raises(SourceError, match="refuses connections"):
        reader.read(linked(f"http://rebind.test:{site.port}/"))
    assert site.requests == []


def test_the_server_still_hears_its_own_name(site, monkeypatch):
    fake_names(monkeypatch, {"paper.test": [["127.0.0.1"]]})
    monkeypatch.setattr(network, "is_public", lambda _: True)
    site.page("/", ARTICLE)
    page = reader.read(linked(f"http://paper.test:{site.port}/"))
    assert page.url == f"http://paper.test:{site.port}/"
    assert site.headers[0]["host"] == f"paper.test:{site.port}"


def test_every_redirect_is_checked_again(site, monkeypatch):
    fake_names(monkeypatch, {"paper.test": [["127.0.0.1"]], "inside.test": [["127.0.0.1"]]})
    answers = iter([True, False])
    monkeypatch.setattr(network, "is_public", lambda _: next(answers))
    site.page("/secret", ARTICLE)
    site.moved("/", f"http://inside.test:{site.port}/secret")
    with pytest.raises(SourceError, match=r"private address 127\.0\.0\.1 \[inside\.test\]"):
        reader.read(linked(f"http://paper.test:{site.port}/"))
    assert site.requests == ["/"]


def test_the_next_address_is_tried_when_one_does_not_answer(site, monkeypatch):
    fake_names(monkeypatch, {"paper.test": [["127.0.0.2", "127.0.0.1"]]})
    site.page("/", ARTICLE)
    assert reader.read(f"http://paper.test:{site.port}/").content == ARTICLE


def test_behind_a_proxy_private_names_are_still_refused(site, monkeypatch):
    fake_names(monkeypatch, {"inside.test": [["10.0.0.7"]]})
    monkeypatch.setenv("http_proxy", site.url())
    monkeypatch.setenv("no_proxy", "")
    site.page("http://outside.invalid/", ARTICLE)
    assert reader.read(linked("http://outside.invalid/")).content == ARTICLE
    with pytest.raises(SourceError, match="private address"):
        reader.read(linked("http://inside.test/"))
    assert site.requests == ["http://outside.invalid/"]
