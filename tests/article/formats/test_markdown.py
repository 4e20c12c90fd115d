from narrate.article.formats.markdown import to_html


def test_front_matter_says_title_author_and_date() -> None:
    text, about = to_html('---\ntitle: "Bees"\nauthor: Oskar\ndate: 2024-06-01\n---\n\nHum.\n')
    assert (about.title, about.byline, about.published) == ("Bees", "Oskar", "2024-06-01")
    assert "Bees" not in text


def test_the_rest_becomes_html() -> None:
    text, _ = to_html("# Bees\n\n- hum\n\n> buzz\n")
    assert "<h1>Bees</h1>" in text
    assert "<li>hum</li>" in text
    assert "<blockquote>" in text
