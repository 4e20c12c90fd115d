"""Markdown: what CommonMark, GitHub and the writers of notes expect."""

from __future__ import annotations

import pytest

from narrate.article.formats.markdown import read, to_html


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(text)[0] if not block.verdict]


def test_it_becomes_html() -> None:
    text, _ = to_html("# Bees\n\n- hum\n\n> buzz\n")
    assert "<h1>Bees</h1>" in text
    assert "<li>hum</li>" in text
    assert "<blockquote>" in text


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "Bees: a history"\nauthor: Oskar Lind\ndate: 2024-06-01\nlang: en\n---\n',
        "---\r\ntitle: Bees: a history # draft\r\nauthors:\r\n  - name: Oskar Lind\r\n"
        "date: 2024-06-01\r\nlanguage: en\r\n---\r\n",
        '+++\ntitle = "Bees: a history"\nauthors = ["Oskar Lind"]\ndate = 2024-06-01\n'
        'lang = "en"\n[extra]\na = 1\n+++\n',
        "---\ntitle: >-\n  Bees:\n  a history\nauthor: [Oskar Lind]\ndate: '2024-06-01'\nlang: en\n"
        "...\n",
    ],
)
def test_front_matter_says_title_author_date_and_language(front: str) -> None:
    found, about = read(front + "\nHum.\n")
    assert [block.text for block in found] == ["Hum."]
    assert (about.title, about.byline) == ("Bees: a history", "Oskar Lind")
    assert (about.published, about.language) == ("2024-06-01", "en")


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2024-06-01 10:00:00 +0200", "2024-06-01T10:00:00+0200"),
        ("2024-06-01T10:00:00Z", "2024-06-01T10:00:00Z"),
        ("June 2024", ""),
    ],
)
def test_dates_are_iso_8601_or_none(date: str, published: str) -> None:
    assert read(f"---\ndate: {date}\n---\nHum.")[1].published == published


def test_a_rule_and_a_heading_are_no_front_matter() -> None:
    assert blocks("---\n\nHum.\n\n---\n\nBuzz.") == [("paragraph", "Hum."), ("paragraph", "Buzz.")]


def test_footnotes_are_footnotes_and_their_marks_are_not_read() -> None:
    assert blocks("Bees hum[^1] and buzz.[^b]\n\n[^1]: In C.\n[^b]: Loudly.\n    Often.") == [
        ("paragraph", "Bees hum and buzz."),
        ("footnote", "In C."),
        ("footnote", "Loudly. Often."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] feed\n- [x] count", [("list item", "feed"), ("list item", "count")]),
        (
            "| bee | year |\n|---|---|\n| Ada | 3 |",
            [("table", "bee, year"), ("table", "Ada, 3")],
        ),
        ("```python\nhum([[1]])\n```", [("code", "hum([[1]])")]),
        ("    hum()", [("code", "hum()")]),
        ("> [!NOTE]\n> They sting.", [("quote", "They sting.")]),
        ("## Hives {#hives .big}", [("heading", "Hives")]),
        (
            "See [[Hives]], [[hives|the old ones]]. ![[hive.png]]",
            [("paragraph", "See Hives, the old ones.")],
        ),
        ("Drone\n: a male bee", [("list item", "Drone"), ("list item", "a male bee")]),
        ("![a hive](hive.png) Two  \nlines", [("paragraph", "Two lines")]),
        ("<aside class='ad'>Said beside.</aside>", [("paragraph", "Said beside.")]),
    ],
)
def test_what_writers_use(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>secret</div>",
        "open <span hidden>secret</span>",
        "<!-- secret -->",
        "<script>secret</script>",
        "[secret]: https://x.example",
    ],
)
def test_what_is_hidden_is_not_read(hidden: str) -> None:
    assert "secret" not in " ".join(text for _, text in blocks(f"{hidden}\n\nHum."))
