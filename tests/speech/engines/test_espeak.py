"""espeak-ng in process: marks, languages, phonemes, and nothing in a text that it obeys."""

from __future__ import annotations

import ctypes
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import SpeechRequest, Token, Utterance
from narrate.speech.engines.espeak import Engine
from narrate.speech.ssml import document

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs espeak-ng")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def clip_of(engine: Engine, text: str, **settings: object):
    request = SpeechRequest(text=text, language="en-us", engine_voice="gmw/en-US", **settings)
    return engine.speak(request)


def heard(engine: Engine, text: str, **settings: object) -> list[str]:
    marks = clip_of(engine, text, **settings).marks
    return [text[mark.start : mark.end] for mark in marks if mark.kind == "word"]


def test_every_word_has_a_mark_in_order_and_each_sentence_one(engine: Engine) -> None:
    text = "The ferry left with “forty” people — Zoë, too; it’s cold. It came back."
    clip = clip_of(engine, text)
    words = "The ferry left with forty people Zoë too it’s cold It came back".split()
    assert heard(engine, text) == words
    sentences = [text[m.start : m.end] for m in clip.marks if m.kind == "sentence"]
    assert sentences == ["The", "It"]
    frames = [mark.frame for mark in clip.marks]
    assert frames == sorted(frames)
    assert 0 <= frames[0] <= frames[-1] < clip.frames


def test_marks_meet_the_sound(engine: Engine) -> None:
    """The same word after a longer one begins as much later as the longer one lasts."""
    (_, short), (_, long) = (
        [m.frame for m in clip_of(engine, text).marks if m.kind == "word"]
        for text in ("No, people.", "Nevertheless, people.")
    )
    assert long - short > 22050 * 0.2


def test_a_word_without_end_keeps_its_marks(engine: Engine) -> None:
    text = "Then " + "a" * 400 + " and home."
    assert heard(engine, text)[-2:] == ["and", "home"]


def test_a_long_text_is_spoken_in_pieces_with_marks_on_the_whole(engine: Engine) -> None:
    text = " ".join(f"Sentence number {n} is here." for n in range(200))
    assert len(text) > 3000
    assert heard(engine, text) == text.replace(".", "").split()


def test_the_same_sentence_gives_the_same_bytes_whatever_was_said_before(engine: Engine) -> None:
    first = clip_of(engine, "The ferry left.")
    clip_of(engine, "Something else, said in between!")
    assert clip_of(engine, "The ferry left.") == first


def utterance(*tokens: Token) -> Utterance:
    return Utterance(block=0, tokens=tokens)


NAME = Token(written="Shoigu", spoken="Shoigu", start=5, end=11, phonemes="ʃɔɪˈɡuː")


def test_phonemes_are_heard_and_marks_count_the_plain_text(engine: Engine) -> None:
    said = utterance(
        Token(written="Then", spoken="Then", start=0, end=4),
        NAME,
        Token(written="left.", spoken="left.", start=12, end=17),
    )
    ssml = document(said, "en-US")
    plain, with_phonemes = clip_of(engine, said.spoken), clip_of(engine, said.spoken, ssml=ssml)
    assert plain.pcm != with_phonemes.pcm
    assert heard(engine, said.spoken, ssml=ssml) == ["Then", "Shoigu", "left"]


def test_a_foreign_name_is_said_in_its_own_language(engine: Engine) -> None:
    name = Token(written="Goethe", spoken="Goethe", start=0, end=6, language="de")
    ssml = document(utterance(name), "en-US")
    assert clip_of(engine, "Goethe", ssml=ssml).pcm != clip_of(engine, "Goethe").pcm


@pytest.fixture
def phonemes(engine: Engine, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """What espeak-ng itself tells that it says, in IPA, its clauses parted by bars."""
    c = ctypes.CDLL(None)
    c.fopen.restype = ctypes.c_void_p
    trace = tmp_path / "trace"
    file = ctypes.c_void_p(c.fopen(bytes(trace), b"w"))
    c.setvbuf(file, None, 2, 0)  # the copies of this process that speak write at once
    engine._library.espeak_SetPhonemeTrace(2, file)

    def told(*tokens: Token, voice: str = "gmw/en-US") -> str:
        said = utterance(*tokens)
        language = voice.rpartition("/")[2]
        request = SpeechRequest(
            text=said.spoken,
            ssml=document(said, language),
            language=language,
            engine_voice=voice,
        )
        before = len(trace.read_text())
        engine.speak(request)
        clauses = trace.read_text()[before:].split("\n")
        return " | ".join(clause.strip() for clause in clauses if clause.strip())

    yield told
    engine._library.espeak_SetPhonemeTrace(0, None)
    c.fclose(file)


def tokens(text: str, **how: str) -> list[Token]:
    """The text as tokens; what stands between stars is ``how``."""
    found, at = [], 0
    for index, part in enumerate(text.split("*")):
        stripped = part.strip()
        start = at + part.find(stripped)
        if stripped:
            more = how if index % 2 else {}
            found.append(
                Token(
                    written=stripped,
                    spoken=stripped,
                    start=start,
                    end=start + len(stripped),
                    **more,
                )
            )
        at += len(part)
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*Shoigu*", "ʃɔɪɡˈuː"),
        ("*Shoigu*.", "ʃɔɪɡˈuː"),
        ("Then (*Shoigu*) left.", "ðˈɛn ʃɔɪɡˈuː lˈɛft"),
        ("Then “*Shoigu*”, (left).", "ðˈɛn ʃɔɪɡˈuː | lˈɛft"),
        ("pro-*Shoigu*-led & left", "pɹˈoʊ ʃɔɪɡˈuː lˈɛd ænd lˈɛft"),
        ("He (left). *Shoigu* *Shoigu*", "hiː lˈɛft | ʃɔɪɡˈuː ʃɔɪɡˈuː"),
    ],
)
def test_phonemes_are_said_wherever_they_stand(
    text: str, said: str, phonemes: Callable[..., str]
) -> None:
    assert phonemes(*tokens(text, phonemes="ʃɔɪˈɡuː")) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*Goethe*", "ɡˈœtə"),
        ("It (left). *Goethe* (left).", "ɪt lˈɛft | ɡˈœtə | lˈɛft"),
        ("“*Goethe*” left.", "ɡˈœtə | lˈɛft"),
    ],
)
def test_a_foreign_name_has_the_phonemes_of_its_language(
    text: str, said: str, phonemes: Callable[..., str]
) -> None:
    assert phonemes(*tokens(text, language="de")) == said
    assert phonemes(*tokens("*Goethe*")) != said


@pytest.mark.parametrize("voice", ["gmw/en-US", "gmw/en", "gmw/de", "roa/fr", "roa/es"])
def test_every_sign_of_the_phonetic_alphabet_is_said(
    voice: str, phonemes: Callable[..., str]
) -> None:
    language = voice.rpartition("/")[2].partition("-")[0]
    file = files("narrate.speech.engines") / "espeak.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    signs = {**tables["any"], **tables.get(language, {})}
    silent = [
        sign
        for sign, mnemonic in signs.items()
        if mnemonic.strip(" ',:") and not phonemes(*tokens("*x*", phonemes=sign), voice=voice)
    ]
    assert silent == []


def test_a_word_that_espeak_says_in_parts_has_one_mark(engine: Engine) -> None:
    assert heard(engine, "In the 1990s rock'n'roll was 5 km² away") == (
        "In the 1990s rock'n'roll was 5 km² away".split()
    )


def test_what_follows_a_null_byte_is_said_and_marked(engine: Engine) -> None:
    assert heard(engine, "one\0 two \0three four") == ["one", "two", "three", "four"]


def test_a_word_without_end_beside_a_foreign_name_is_said_to_its_end(engine: Engine) -> None:
    said = utterance(*tokens(f"*Goethe* {'a' * 400} home", language="de"))
    plain = clip_of(engine, said.spoken)
    assert clip_of(engine, said.spoken, ssml=document(said, "en")).seconds == plain.seconds


HOSTILE = [
    '<voice xml:lang="de">hello</voice> there',
    "[[h@l'oU]] there",
    '</speak><break time="9s"/> there',
    '&lt;break time="9s"/&gt; there',
    "a \x00\x07 b there",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_is_obeyed(engine: Engine, text: str) -> None:
    """Beside a name with phonemes, where markup is read, it lasts as long as plain letters do."""
    written = Token(written=text, spoken=text, start=12, end=12 + len(text))
    said = utterance(NAME, written)
    marked = clip_of(engine, said.spoken, ssml=document(said, "en-US"))
    plain = clip_of(engine, said.spoken)
    assert marked.seconds == pytest.approx(plain.seconds, abs=2.5)
    assert heard(engine, said.spoken, ssml=document(said, "en-US"))[-1] == "there"


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=60).filter(lambda t: any(map(str.isalnum, t))))
def test_any_text_is_spoken_with_marks_inside_it(engine: Engine, text: str) -> None:
    written = Token(written=text, spoken=text, start=12, end=12 + len(text))
    said = utterance(NAME, written)
    for ssml in ("", document(said, "en-US")):
        clip = clip_of(engine, said.spoken, ssml=ssml)
        assert clip.frames
        for mark in clip.marks:
            assert 0 <= mark.start < mark.end <= len(said.spoken)
            assert 0 <= mark.frame <= clip.frames
