from narrate.article.formats.plaintext import candidates


def blocks(text: str) -> list[tuple[str, str]]:
    return [(c.kind, c.text) for c in candidates(text)]


def test_a_blank_line_parts_paragraphs() -> None:
    assert blocks("One thing.\n\nAnother thing.") == [
        ("paragraph", "One thing."),
        ("paragraph", "Another thing."),
    ]


def test_a_short_line_without_a_stop_is_a_heading() -> None:
    text = "It rained.\n\nA dry night\n\nIn the morning the square was dry again."
    assert blocks(text)[1] == ("heading", "A dry night")


def test_a_quotation_alone_on_its_line_is_a_heading() -> None:
    text = "It rained.\n\n“A dry night”\n\nIn the morning the square was dry again."
    assert blocks(text)[1] == ("heading", "“A dry night”")


def test_lines_wrapped_by_hand_are_put_together() -> None:
    text = (
        "The keeper of the bridge counts every boat that passes\n"
        "below her window, and in the evening she writes it\n"
        "into a book.\n"
    )
    assert len(blocks(text)) == 1
    assert "passes below her window" in blocks(text)[0][1]


def test_bullets_and_numbers_are_list_items() -> None:
    assert blocks("To bring:\n\n- bread\n- salt\n\n1. go\n2. come") == [
        ("paragraph", "To bring:"),
        ("list item", "bread"),
        ("list item", "salt"),
        ("list item", "go"),
        ("list item", "come"),
    ]
