"""narrate.toml: what it sets, and how its mistakes are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrate.config import Nightly, Settings, begin, read
from narrate.errors import ConfigError
from narrate.model import Cluster, Podcast, Policy, Subscription


def test_a_folder_without_the_file_has_the_usual_settings(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()


def test_what_it_sets(tmp_path: Path) -> None:
    (tmp_path / "narrate.toml").write_text("""
        lexicons = ["world", "our/names.toml"]
        [podcast]
        title = "The Ledger, read"
        base_url = "https://example.org/audio/"
        cover = "cover.jpg"
        explicit = false
        corrections = "new episode"
    """)
    found = read(tmp_path)
    assert found.lexicons == ("world", str(tmp_path / "our" / "names.toml"))
    assert found.podcast == Podcast(
        title="The Ledger, read",
        base_url="https://example.org/audio/",
        cover=str(tmp_path / "cover.jpg"),
        corrections="new episode",
    )


def test_a_cluster_is_an_address_or_a_table_with_what_tls_needs(tmp_path: Path) -> None:
    file = tmp_path / "narrate.toml"
    file.write_text('cluster = "tcp://10.0.0.1:8786"')
    assert read(tmp_path).cluster == Cluster(address="tcp://10.0.0.1:8786")
    file.write_text(
        '[cluster]\naddress = "tls://a:8786"\nca = "ca.pem"\ncert = "my.pem"\nkey = "/k.pem"'
    )
    assert read(tmp_path).cluster == Cluster(
        address="tls://a:8786",
        ca=str(tmp_path / "ca.pem"),
        cert=str(tmp_path / "my.pem"),
        key="/k.pem",
    )


@pytest.mark.parametrize(
    ("text", "line", "problem", "advice"),
    [
        ('\nlexicon = ["a"]', 2, "no setting 'lexicon'", "'lexicons'"),
        ("[podcast]\n\ntitel = 'x'", 3, "no setting of a podcast 'titel'", "'title'"),
        ("[podcast]\nexplicit = 'no'", 2, "true or false", ""),
        ("[podcast]\ncorrections = 'none'", 2, "no corrections 'none'", "new episode"),
        ("lexicons = [1]", 1, "text in quotes", ""),
        ("podcast = 3", 1, "must be a table", ""),
        ("cluster = 3", 1, "text in quotes", ""),
        ("\n[cluster]\nca = 'ca.pem'", 2, "'address' is missing", "address ="),
        ("[cluster]\naddress = 'x'\nkeys = ''", 3, "no setting of a cluster 'keys'", "'key'"),
        ("source = 3", 1, "must be tables", "[[source]]"),
        ("[[source]]\nname='a'\npage='http://a.org'\n\n[[source]]\nfed='x'", 6, "'fed'", "'feed'"),
        ("[[source]]\n\n[[source]]\nname='b'", 1, "has no name", "name ="),
        ("[[source]]\nname='a'\nvoice='x'", 1, "'a' must say where", "feed, sitemap"),
        ("[[source]]\nname='a'\nlist='x'\nfeed='y'", 1, "'a' must say where it is, once", ""),
        ("[[source]]\nname='a'\nfeed='news.xml'", 3, "not a web address", "https://"),
        ("[[source]]\nname='a'\nfolder='x'\nsince='May'", 4, "a date", ""),
        (
            "[[source]]\nname='a'\nlist='x'\n[[source]]\nname='a'\nlist='y'",
            5,
            "two sources are called 'a'",
            "",
        ),
        ("[nightly]\nformat = 'wav'", 2, "'wav'", "mp3, m4a, opus"),
        ("[nightly]\nwork = 's3://b/work'", 2, "a folder of this machine", ""),
        ("[nightly]\nping = 'hc-ping.com/uuid'", 2, "not a web address", "https://"),
        ("[nightly]\nwebhook = 3", 2, "text in quotes", ""),
        ("[nightly]\n\ntries = 0", 3, "1 to 100 tries", ""),
        ("[nightly]\narticle = 3", 2, "no setting of nights 'article'", "'articles'"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    text: str, line: int, problem: str, advice: str, tmp_path: Path
) -> None:
    (tmp_path / "narrate.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read(tmp_path)
    assert problem in caught.value.problem
    assert caught.value.subject.endswith(f"narrate.toml:{line}")
    assert advice in caught.value.advice


def test_where_articles_come_from(tmp_path: Path) -> None:
    (tmp_path / "narrate.toml").write_text("""
        [[source]]
        name = "ledger"
        feed = "https://example.org/feed.xml"
        voice = "journal"
        newest = 3
        only = ["*/news/*"]
        since = 2026-01-31

        [[source]]
        name = "inbox"
        folder = "articles"

        [nightly]
        articles = 20
        minutes = 90.5
        site = "s3://bucket/site/"
    """)
    found = read(tmp_path)
    assert found.sources == (
        Subscription(
            name="ledger",
            kind="feed",
            address="https://example.org/feed.xml",
            voice="journal",
            newest=3,
            only=("*/news/*",),
            since="2026-01-31",
        ),
        Subscription(name="inbox", kind="folder", address=str(tmp_path / "articles")),
    )
    assert found.nightly.policy == Policy(articles=20, minutes=90.5)
    assert found.nightly.site == "s3://bucket/site/"


def test_the_file_to_begin_with_shows_every_setting_as_it_may_be_written(tmp_path: Path) -> None:
    file = begin(tmp_path / "podcast")
    assert read(file.parent).sources[0].name == "example"
    shown = re.sub(r"(?m)^# (?=\[\[|[a-z_]+ = )", "", file.read_text("utf-8"))
    for kind in ("sitemap", "page", "folder", "list"):
        assert f"\n{kind} = " in shown
    file.write_text(shown, "utf-8")
    found = read(file.parent)
    assert len(found.sources) == 5
    assert Nightly(
        site=found.nightly.site,
        work=found.nightly.work,
        ping=found.nightly.ping,
        webhook=found.nightly.webhook,
    ) == (found.nightly), "what the file shows is what holds without it"
    for settings in (Podcast, Nightly, Policy, Subscription):
        for name in settings.__slots__:
            assert name in shown or name in ("kind", "address", "policy")


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    begin(tmp_path).write_text("lexicons = ['mine.toml']")
    with pytest.raises(ConfigError, match="it is there already"):
        begin(tmp_path)
    assert read(tmp_path).lexicons


def test_the_mark_that_windows_puts_first_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "narrate.toml").write_text('lexicons = ["world"]', encoding="utf-8-sig")
    assert read(tmp_path).lexicons == ("world",)


def test_what_is_not_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "narrate.toml").write_text("= 3")
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path)
