"""A profile's file: what it may hold, and what is said of it, with the line, where it is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.model import Style
from narrate.script.pacing import DEFAULT_PACING
from narrate.settings_file import line_of
from narrate.speech import voice
from narrate.speech.profile import as_toml, parse


def parsed(folder: Path, text: str):
    file = folder / "mine.toml"
    file.write_text(text)
    return parse(file)


def test_a_profile_says_who_speaks_what_and_how(tmp_path):
    mine = parsed(
        tmp_path,
        """
        engine = "tone"
        quality = "good"
        language = "en"
        rate = 2
        longest = 200
        reads = ["title", "paragraph", "table"]
        fallback = ["newsreader"]
        [styles.title]
        rate = 1
        pitch = 1.5
        [roles]
        quote = "second"
        [languages]
        de = "nachrichten"
        "*" = "newsreader"
        [pacing]
        item = 10
        """,
    )
    assert (mine.name, mine.quality, mine.rate, mine.longest) == ("mine", "good", 2.0, 200)
    assert mine.styles == {"title": Style(rate=1.0, pitch=1.5)}
    assert mine.fallback == ("newsreader",)
    assert mine.in_role("title").pitch == 1.5
    assert mine.pacing == {"item": 10}


@pytest.mark.parametrize(
    ("text", "line", "problem", "advice"),
    [
        ('engine = "tone"\nrat = 1.0', 2, "'rat' is not a setting", "Did you mean 'rate'?"),
        ('engine = "tone"\nrate = "fast"', 2, "'rate' must be a number", ""),
        ("# The engine.\nengine = 1", 2, "'engine' must be a text in quotes", ""),
        ('engine = "tone"\nvolume = true', 2, "'volume' must be a number", ""),
        ('# rate = 9\nengine = "tone"\n\nrate = 9', 4, "'rate' is 9", "It goes from 0.3 to 4.0."),
        ('engine = "tone"\nrate = nan', 2, "'rate' is nan", "It goes from"),
        ("rate = 1.0", 1, "'engine' is missing", 'engine = "pyttsx3"'),
        ('engine = "tone"\nlongest = 3', 2, "'longest' must be 40 to 3000 characters", ""),
        ('engine = "tone"\nquality = "best"', 2, "no quality 'best'", "basic, good, natural"),
        ('engine = "tone"\npacing = 3', 2, "'pacing' must be a table", ""),
        ('engine = "tone"\n[pacing]\nsentense = 9', 3, "no boundary 'sentense'", "'sentence'"),
        ('engine = "tone"\n[pacing]\nclause = -1', 3, "'clause' must be 0 to 60000", ""),
        ('engine = "tone"\n[pacing]\nclause = true', 3, "'clause' must be 0 to 60000", ""),
        ('engine = "tone"\nreads = ["table", "tabel"]', 2, "no kind of block 'tabel'", "'table'"),
        ('engine = "tone"\nreads = [\n "table",\n "tabel",\n]', 4, "kind of block 'tabel'", ""),
        ('engine = "tone"\n[roles]\nquot = "x"', 3, "no role 'quot'", "'quote'"),
        ('engine = "tone"\n[roles]\nquote = 3', 3, "'quote' must be a text", ""),
        ('engine = "tone"\nlexicons = [3]', 2, "'3' in 'lexicons' must be a text", ""),
        ('engine = "tone"\nrate = 1.0\n[styles.quote]\nrate = 9', 4, "'rate' is 9", "0.5 to 2.0"),
        ('engine = "tone"\n[styles]\nquote.pith = 1', 3, "no factor 'pith'", "'pitch'"),
        ('engine = "tone"\n[styles.qote]\nrate = 1', 2, "no role 'qote'", "'quote'"),
        ('engine = "tone"\nstyles = {quote = {rate = 9}}', 2, "'rate' is 9", ""),
        ('engine = "tone"\n[styles]\nquote = 1', 3, "'quote' must be a table", ""),
        ('engine = "tone"\n[languages]\nde = 1', 3, "'de' must be a text", ""),
        ('engine = "tone"\nfallback = "newsreader"', 2, "'fallback' must be a list", ""),
    ],
)
def test_a_fault_is_named_with_its_line_and_a_way_out(tmp_path, text, line, problem, advice):
    with pytest.raises(VoiceError) as caught:
        parsed(tmp_path, text)
    assert caught.value.subject == f"{tmp_path / 'mine.toml'}, line {line}"
    assert problem in caught.value.problem
    assert advice in caught.value.advice


@pytest.mark.parametrize("content", [b'engine = "tone"\nrate = ', b'engine = "\xff"'])
def test_what_is_not_toml_in_utf8_is_a_voice_error(tmp_path, content):
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(VoiceError, match="cannot be read") as caught:
        parse(file)
    assert caught.value.subject == str(file)


@given(st.text(max_size=200), st.lists(st.text(max_size=4), max_size=3).map(tuple))
def test_a_line_is_found_in_any_text(source, place):
    assert 1 <= line_of(source, place) <= max(1, len(source.splitlines()))


@pytest.mark.parametrize("name", voice.names())
def test_a_voice_as_toml_is_the_same_voice_with_every_setting(name, tmp_path):
    shown = as_toml(voice.load(name), DEFAULT_PACING)
    again = parsed(tmp_path, shown)
    assert as_toml(again, {}) == shown
    for role in ("title", "quote", "body"):
        assert again.in_role(role).rate == voice.load(name).in_role(role).rate


def test_a_voice_that_costs_money_and_has_options_of_its_engine(tmp_path):
    paid = parsed(
        tmp_path,
        """
        engine = "openai"
        price = 15
        max_cost = 0.5
        at_once = 4
        a_minute = 50
        [options]
        model = "tts-1"
        max_characters = 300
        """,
    )
    assert (paid.price, paid.max_cost, paid.at_once, paid.a_minute) == (15.0, 0.5, 4, 50)
    assert paid.options == {"model": "tts-1", "max_characters": 300}
    assert parsed(tmp_path, as_toml(paid, DEFAULT_PACING)) == replace(
        paid, pacing=dict(DEFAULT_PACING), styles=parsed(tmp_path, as_toml(paid, {})).styles
    )


def test_an_option_is_one_value(tmp_path):
    with pytest.raises(VoiceError, match="'model' must be a text, a number, true or false"):
        parsed(tmp_path, 'engine = "openai"\noptions = { model = ["a"] }')
