"""Articles become scripts: who says what, and the silences between."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.model import READ_BY_DEFAULT, Article, Block, Boundary, Pause, Utterance, Voice
from narrate.script.pacing import DEFAULT_PACING
from narrate.script.writer import ROLES, write

VOICE = Voice(name="plain", engine="tone")


def script_of(*blocks, voice=VOICE, language="en"):
    return write(Article(title="", blocks=blocks, language=language), voice)


def boundaries(script):
    return [line.boundary for line in script.lines if isinstance(line, Pause)]


def test_a_small_article_as_a_play_script():
    script = script_of(
        Block(kind="title", text="Ferry stays in port"),
        Block(kind="paragraph", text="The ferry did not sail. Nobody said why"),
        Block(kind="heading", text="“A hard winter”", level=3),
        Block(kind="paragraph", text="It cost $5.2m."),
        Block(kind="caption", text="The harbour in May."),
    )
    assert str(script) == (
        "TITLE: Ferry stays in port\n"
        "[heading: 900 ms]\n"
        "BODY: The ferry did not sail.\n"
        "[sentence: 350 ms]\n"
        "BODY: Nobody said why\n"
        "[heading: 900 ms]\n"
        "HEADING: “A hard winter”\n"
        "[heading: 900 ms]\n"
        "BODY: It cost five point two million dollars."
    )


def test_a_heading_of_the_first_levels_opens_a_section():
    script = script_of(
        Block(kind="paragraph", text="One thing."),
        Block(kind="heading", text="Part two", level=2),
        Block(kind="paragraph", text="Another thing."),
        Block(kind="paragraph", text="And on."),
    )
    assert boundaries(script) == ["section", "heading", "paragraph"]


def test_items_and_quotes_and_standfirst_have_their_roles():
    script = script_of(
        Block(kind="standfirst", text="What it is about."),
        Block(kind="list item", text="Bread"),
        Block(kind="list item", text="Butter"),
        Block(kind="quote", text="We eat."),
    )
    assert [u.role for u in script.utterances] == ["standfirst", "list", "list", "quote"]
    assert boundaries(script) == ["paragraph", "item", "quote"]


def test_another_voice_speaks_a_role():
    voice = Voice(name="her", engine="tone", roles={"quote": "him"})
    script = script_of(
        Block(kind="paragraph", text="She spoke."), Block(kind="quote", text="I did."), voice=voice
    )
    assert [u.voice for u in script.utterances] == ["her", "him"]


def test_a_block_keeps_its_own_language():
    script = script_of(
        Block(kind="paragraph", text="He wrote:"),
        Block(kind="quote", text="Am 3. Mai kam sie. Es war spät.", language="de"),
    )
    assert [(u.written, u.language) for u in script.utterances] == [
        ("He wrote:", "en"),
        ("Am 3. Mai kam sie.", "de"),
        ("Es war spät.", "de"),
    ]
    assert script_of(Block(kind="paragraph", text="So."), language="").language == "en"


def test_a_line_of_stars_is_a_silence():
    script = script_of(
        Block(kind="paragraph", text="* * *"),
        Block(kind="paragraph", text="The end of one thing."),
        Block(kind="paragraph", text="* * *"),
        Block(kind="paragraph", text="The start of another."),
        Block(kind="paragraph", text="—"),
    )
    assert boundaries(script) == ["section"]
    assert len(script.utterances) == 2


def test_a_single_letter_is_said_with_its_neighbour():
    script = script_of(Block(kind="paragraph", text="Is it B? A! No, it is C."))
    assert [u.written for u in script.utterances] == ["Is it B? A!", "No, it is C."]


def test_a_very_long_sentence_is_parted_within_its_block():
    text = ", ".join(["and the wind blew over the empty square"] * 30) + "."
    script = script_of(Block(kind="paragraph", text=text))
    assert len(script.utterances) > 2
    assert set(boundaries(script)) == {"clause"}
    assert all(len(u.spoken) <= 400 for u in script.utterances)


def test_an_unknown_lexicon_is_named():
    with pytest.raises(VoiceError, match="nowhere: no such lexicon"):
        script_of(
            Block(kind="paragraph", text="Hi."),
            voice=Voice(name="v", engine="tone", lexicons=("nowhere",)),
        )


block_texts = st.lists(
    st.sampled_from(
        [
            "Dr. Ito paid $5m. ",
            "* ",
            "— ",
            "No. ",
            "A. ",
            "\n",
            "“Go!” ",
            "U.S. ",
            "x" * 450 + " ",
            "one, two; three ",
            "[3]",
            "👍",
            "12.30 ",
            "3.4",
            "Sie kam am 3. Mai. ",
            "word " * 120,
        ]
    ),
    max_size=8,
).map("".join) | st.text(max_size=60)
blocks = st.builds(
    Block,
    kind=st.sampled_from(sorted(ROLES)),
    text=block_texts,
    level=st.integers(0, 6),
    language=st.sampled_from(["", "de", "fr", "xx"]),
)


@given(st.lists(blocks, max_size=6))
def test_every_script_holds_what_a_script_promises(some):
    article = Article(title="", blocks=tuple(some))
    script = write(article, VOICE)
    assert write(article, VOICE) == script
    if script.lines:
        assert isinstance(script.lines[0], Utterance)
        assert isinstance(script.lines[-1], Utterance)
    for before, after in zip(script.lines, script.lines[1:], strict=False):
        assert isinstance(before, Pause) != isinstance(after, Pause)
    said: dict[int, list] = {}
    for utterance in script.utterances:
        assert any(character.isalnum() for character in utterance.spoken)
        said.setdefault(utterance.block, []).extend(utterance.tokens)
    assert list(said) == sorted(said)
    for index, tokens in said.items():
        block = some[index]
        assert block.kind in READ_BY_DEFAULT
        position = 0
        for token in tokens:
            assert not block.text[position : token.start].strip()
            assert token.start < token.end
            assert token.written == block.text[token.start : token.end]
            position = token.end
        assert not block.text[position:].strip()


def test_pauses_are_ordered_by_weight():
    weights = [DEFAULT_PACING[boundary] for boundary in get_args(Boundary)]
    assert weights == sorted(set(weights))
