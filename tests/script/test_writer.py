"""Articles become scripts: who says what, and the silences between."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.model import Article, Block, Boundary, Pause, Role, Utterance, Voice
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


def test_who_speaks_the_language_speaks_the_quotation():
    voice = Voice(
        name="her", engine="tone", roles={"quote": "him"}, languages={"de": "sie", "pt-BR": "ela"}
    )
    script = script_of(
        Block(kind="quote", text="I did."),
        Block(kind="quote", text="Ich war es.", language="de-AT"),
        Block(kind="quote", text="Fui eu.", language="pt-PT"),
        Block(kind="quote", text="Fui eu.", language="pt-BR"),
        voice=voice,
    )
    assert [u.voice for u in script.utterances] == ["him", "sie", "him", "ela"]


def test_the_language_of_the_article_picks_the_voice():
    voice = Voice(name="her", engine="tone", languages={"de": "sie"})
    blocks = (Block(kind="title", text="Der Fund"), Block(kind="paragraph", text="Es regnet."))
    assert {u.voice for u in script_of(*blocks, voice=voice, language="de").utterances} == {"sie"}
    assert {u.voice for u in script_of(*blocks, voice=voice, language="en").utterances} == {"her"}


def test_a_voice_of_one_language_takes_a_text_that_names_none_to_be_in_it():
    sie = Voice(name="sie", engine="tone", language="de", languages={"*": "her"})
    block = Block(kind="paragraph", text="Am 3. Mai.")
    (utterance,) = script_of(block, voice=sie, language="").utterances
    assert (utterance.voice, utterance.spoken) == ("sie", "Am dritten Mai.")
    assert script_of(block, voice=sie, language="it").utterances[0].voice == "her"


def test_a_language_that_nobody_speaks_is_an_error_that_says_what_to_do():
    sie = Voice(name="sie", engine="tone", language="de")
    with pytest.raises(VoiceError) as caught:
        script_of(Block(kind="paragraph", text="It rains."), voice=sie)
    assert str(caught.value) == (
        "“It rains.”: the voice 'sie' speaks 'de', and this is in 'en'. Choose another with "
        '--voice, or name one for it in the profile: [languages] en = "NAME"; narrate voices '
        "lists them."
    )


def test_a_heading_without_a_stop_never_runs_into_the_next_line():
    script = script_of(
        Block(kind="heading", text="What we know", level=3),
        Block(kind="paragraph", text="Nothing."),
        Block(kind="paragraph", text="What we do not know\nEverything else about the lamp."),
    )
    assert [u.spoken for u in script.utterances] == [
        "What we know",
        "Nothing.",
        "What we do not know",
        "Everything else about the lamp.",
    ]


def test_a_row_of_a_table_is_a_sentence():
    voice = Voice(name="v", engine="tone", reads=frozenset({"table", "caption"}))
    script = script_of(
        Block(kind="table", text="Year, Trips, Passengers"),
        Block(kind="table", text="2023, 312, 18,402"),
        Block(kind="caption", text="Source: the ferry company"),
        voice=voice,
    )
    assert str(script) == (
        "ASIDE: Year, Trips, Passengers\n"
        "[item: 450 ms]\n"
        "ASIDE: twenty twenty three, three hundred twelve, eighteen thousand four hundred two\n"
        "[paragraph: 650 ms]\n"
        "ASIDE: Source: the ferry company"
    )


def test_the_profile_says_how_long_a_breath_is():
    text = "The wind blew over the square, and nobody crossed it, and the lamp went out."
    short = Voice(name="v", engine="tone", longest=40)
    script = script_of(Block(kind="paragraph", text=text), voice=short)
    assert [u.written for u in script.utterances] == [
        "The wind blew over the square,",
        "and nobody crossed it,",
        "and the lamp went out.",
    ]
    assert boundaries(script) == ["clause", "clause"]


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


voices = st.builds(
    Voice,
    name=st.just("any"),
    engine=st.just("tone"),
    longest=st.integers(40, 400),
    reads=st.frozensets(st.sampled_from(sorted(ROLES))),
    pacing=st.dictionaries(st.sampled_from(get_args(Boundary)), st.integers(0, 3000)),
    roles=st.dictionaries(st.sampled_from(get_args(Role)), st.just("other")),
    languages=st.dictionaries(st.sampled_from(["de", "fr", "xx", "en"]), st.just("another")),
)


@given(st.lists(blocks, max_size=6), voices)
def test_every_script_holds_what_a_script_promises(some, voice):
    article = Article(title="", blocks=tuple(some))
    script = write(article, voice)
    assert write(article, voice) == script
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
        assert block.kind in voice.reads
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


def test_a_quotation_nobody_speaks_is_said_in_the_voice_of_the_article(caplog):
    english = Voice(name="ann", engine="tone", language="en")
    blocks = (
        Block(kind="paragraph", text="He said it twice."),
        Block(kind="quote", text="Das Moor wird nass.", language="de"),
    )
    script = write(Article(title="", blocks=blocks, language="en"), english)
    assert [(u.voice, u.language) for u in script.utterances] == [("ann", "en"), ("ann", "en")]
    assert "no voice for 'de'" in caplog.text
