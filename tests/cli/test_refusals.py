"""A page without an article, as the user of the program meets it."""

from pathlib import Path

PAGES = Path(__file__).parent.parent / "fixtures" / "refusals"
STUB = PAGES / "paywall-declared.html"


def test_a_stub_is_shown_as_it_is_and_refused_in_two_sentences(program) -> None:
    done = program("text", STUB)
    assert done.returncode == 1
    assert "The ferry that has crossed the sound" in done.stdout
    assert done.stderr == (
        f"narrate: {STUB}: it is a paywall stub: the page shows 54 of about 910 words. "
        "Save the page while logged in and give that file. "
        'To have it read as it is: narrate text --keep "paywall stub".\n'
    )


def test_keep_reads_it_all_the_same(program) -> None:
    done = program("text", STUB, "--keep", "paywall stub")
    assert done.returncode == 0
    assert "The ferry that has crossed the sound" in done.stdout


def test_a_folder_goes_on_behind_a_refused_page(program, tone_voice: str, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.html").write_bytes(STUB.read_bytes())
    (folder / "b.txt").write_text("The lamp\n\nIt was carried up the hill by the rowing club.\n")
    done = program("make", folder, "--voice", tone_voice, "-o", f"{tmp_path}/out/")
    assert done.returncode == 1
    assert "a paywall stub" in done.stderr
    assert [file.name for file in (tmp_path / "out").glob("*.mp3")] == ["the-lamp.mp3"]


def test_a_feed_goes_on_behind_a_refused_entry(program, tmp_path: Path) -> None:
    story = "The lamp was carried up the hill by the rowing club, as it is every year. " * 7
    wall = f"{story}</p><p>This post is for paid subscribers"
    items = "".join(
        f"<item><title>{title}</title><link>https://courier.example/{number}</link>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
        for number, (title, text) in enumerate([("The ferry", wall), ("The lamp", story)])
    )
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Courier</title>{items}</channel></rss>"
    )
    done = program("text", feed)
    assert done.returncode == 1
    assert "paywall stub" in done.stderr
    assert "carried up the hill" in done.stdout
