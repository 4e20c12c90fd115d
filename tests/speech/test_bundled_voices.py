"""The voices that ship: each speaks, and a listener hears headline, quotation and list apart."""

from __future__ import annotations

import itertools
from typing import get_args

import numpy as np
import pytest

from narrate.model import Clip, Role, Script, Token, Utterance
from narrate.resources import bundled_voices
from narrate.speech import voice
from narrate.speech.synthesis import Engines

SENTENCES = {
    "": "The ferry leaves the harbour at seven and comes back before dark.",
    "de": "Die Fähre verlässt den Hafen um sieben und kommt vor der Nacht zurück.",
    "fr": "Le bac quitte le port à sept heures et revient avant la nuit.",
    "es": "El barco sale del puerto a las siete y vuelve antes de la noche.",
}


def said(name: str, *roles: Role) -> list[Clip]:
    """One sentence in the voice's language, said in each of the roles."""
    profile = voice.load(name)
    text = SENTENCES[profile.language]
    token = Token(written=text, spoken=text, start=0, end=len(text))
    language = profile.language or "en"
    lines = tuple(
        Utterance(block=0, tokens=(token,), role=role, voice=name, language=language)
        for role in roles
    )
    with Engines({name: profile}, processes=1) as engines:
        return list(engines.speak(Script(language=language, lines=lines)))


@pytest.mark.parametrize("name", [path.stem for path in bundled_voices().glob("*.toml")])
def test_every_bundled_voice_speaks(name: str) -> None:
    (clip,) = said(name, "body")
    assert clip.seconds > 1


def hertz(clip: Clip) -> float:
    """The voice's median pitch, by autocorrelation over pieces of 40 ms."""
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    rate = clip.format.rate
    size = rate // 25
    found = []
    for start in range(0, len(samples) - size, size // 2):
        piece = samples[start : start + size] - samples[start : start + size].mean()
        echo = np.correlate(piece, piece, "full")[size - 1 :]
        best = rate // 300 + int(np.argmax(echo[rate // 300 : rate // 60]))
        if echo[0] > 500_000 * size and echo[best] > 0.5 * echo[0]:
            found.append(rate / best)
    return float(np.median(found))


def test_headlines_quotations_lists_and_asides_are_heard_apart() -> None:
    roles: tuple[Role, ...] = ("body", "title", "list", "quote", "aside")
    clips = said("newsreader", *roles)
    heard = {role: (clip.seconds, hertz(clip)) for role, clip in zip(roles, clips, strict=True)}
    for one, other in itertools.combinations(roles, 2):
        pace = abs(heard[one][0] / heard[other][0] - 1)
        semitones = abs(12 * np.log2(heard[one][1] / heard[other][1]))
        assert pace > 0.05 or semitones > 1, f"{one} sounds as {other} does"
    assert heard["title"][1] > heard["body"][1] > heard["quote"][1]
    assert set(roles) < set(get_args(Role))
