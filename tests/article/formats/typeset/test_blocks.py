"""Whatever stands on a page, wherever: no letter of it is lost or made up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.article.formats.typeset import blocks, columns, running
from narrate.article.formats.typeset.fragment import Fragment, Sheet

_WORDS = st.text("abcdeABC", min_size=2, max_size=30)
_FRAGMENTS = st.builds(
    lambda text, left, base, size, bold, mark: Fragment(
        text=text,
        left=left,
        right=left + len(text) * size / 2,
        base=base,
        size=size,
        bold=bold,
        mark=mark,
    ),
    _WORDS,
    st.sampled_from([72.0, 80.0, 310.0]) | st.floats(0, 595),
    st.integers(1, 60).map(lambda n: 12.0 * n) | st.floats(0, 792),
    st.sampled_from([8.0, 10.0, 10.0, 14.0, 40.0]),
    st.booleans(),
    st.sampled_from(["", "", "1"]),
)


@given(st.lists(st.lists(_FRAGMENTS, max_size=40), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_every_letter_is_in_a_block(pages: list[list[Fragment]]) -> None:
    sheets = [Sheet(page=n, fragments=tuple(page)) for n, page in enumerate(pages)]
    kept, dropped = running.without(sheets)
    found, _ = blocks.read(columns.lines(kept))
    letters = sorted(c for block in [*found, *dropped] for c in block.text if c.isalpha())
    assert letters == sorted(c for page in pages for fragment in page for c in fragment.text)


def test_a_drop_cap_is_the_first_letter_of_its_word() -> None:
    texts = ["he mules went over the hill", "and came down to the lagoon", "in the evening."]
    beside = [
        Fragment(text=text, left=left, right=250, base=base, size=10)
        for text, left, base in zip(texts, (91, 91, 72), (702, 690, 678), strict=True)
    ]
    cap = Fragment(text="T", left=72, right=90, base=690, size=30)
    found = columns.lines([Sheet(page=0, fragments=(cap, *beside))])
    assert [line.text for line in found] == ["The mules went over the hill", *texts[1:]]
