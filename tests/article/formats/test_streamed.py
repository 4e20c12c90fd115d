from narrate.article.formats import html

PIECES = (
    "<p>First.</p><template id='B:0'></template><p>Last.</p>"
    "<div hidden id='S:0'><p>Middle, <template id='P:1'></template> as it came.</p></div>"
    "<div hidden id='S:1'><b>late</b></div>"
)


def test_pieces_that_came_late_are_read_where_the_page_shows_them() -> None:
    found = [c for c in html.candidates(html.parse(PIECES)) if not c.verdict]
    assert [c.text for c in found] == ["First.", "Middle,", "late", "as it came.", "Last."]


def test_a_piece_without_a_place_stays_hidden() -> None:
    markup = "<p>First.</p><div hidden id='S:7'><p>secret</p></div>"
    assert [c.text for c in html.candidates(html.parse(markup)) if not c.verdict] == ["First."]


def test_a_piece_that_holds_its_own_place_is_left_alone() -> None:
    markup = "<div hidden id='S:0'><p>loop</p><template id='B:0'></template></div>"
    assert all(c.verdict for c in html.candidates(html.parse(markup)))
