"""openai: any server that speaks the protocol of OpenAI's ``POST /v1/audio/speech``.

OpenAI's own, and many that run on one's own machine. ``engine_voice`` of a profile is the
server's name for a voice. Its ``[options]``: ``base_url`` (OpenAI's, or what
``OPENAI_BASE_URL`` says), ``model``, ``key`` (the name of the variable or keyring entry that
holds the key, never the key itself), ``instructions`` (how to speak, for models that take
that), ``max_characters`` (in one request). ``price``, ``max_cost``, ``at_once`` and
``a_minute`` of the profile keep the bill and the server's limits.

The server's voices change as it pleases: the same text may come back with other sound. What
was paid for once is kept in the cache of clips.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from narrate.errors import VoiceError
from narrate.model import AudioFormat, Clip, EngineVoice, SpeechRequest
from narrate.model.voice import ANY_NAME
from narrate.speech import waveform
from narrate.speech.openai.conversation import PATIENCE, ask
from narrate.speech.openai.server import server
from narrate.speech.pieces import pieces

FORMAT = AudioFormat(rate=24_000)
"""Of what OpenAI calls ``pcm``; the answer says nothing about it."""

USUAL_VOICE = "alloy"
SPEEDS = (0.25, 4.0)
_OTHER_SOUND = {b"ID3": "MP3", b"OggS": "Ogg", b"fLaC": "FLAC", b"FORM": "AIFF"}


class Engine:
    """See the module's docstring. Nothing is sent before there is something to speak."""

    version = "1"
    patience = PATIENCE

    def __init__(self) -> None:
        self._patient = True  # until the server was given up on, and again when it speaks

    def voices(self) -> Sequence[EngineVoice]:
        return [
            EngineVoice(id=ANY_NAME, language="", description="whatever the server calls a voice")
        ]

    def speak(self, request: SpeechRequest) -> Clip:
        """Raises VoiceError where another try is of no use: a bad key, an option, a voice;
        ``Unwilling`` where the server did not answer in time, ValueError for other sound."""
        there = server(request.options)
        named = request.engine_voice not in ("", ANY_NAME)
        low, high = SPEEDS
        body: dict[str, object] = {
            "model": there.model,
            "voice": request.engine_voice if named else USUAL_VOICE,
            "response_format": "pcm",
        }
        if request.rate != 1.0:  # some servers refuse what they need not be told
            body["speed"] = min(high, max(low, request.rate))
        if there.instructions:
            body["instructions"] = there.instructions
        clips = []
        for piece in pieces(request.text, there.max_characters):
            # As slow as a voice may be, and a little more.
            longest = 20 + 0.5 * len(piece) / min(1.0, request.rate)
            patient, self._patient = self._patient, False
            answer = ask(there, {**body, "input": piece}, longest, patient=patient)
            self._patient = True
            clips.append(_clip(*answer))
        if len({clip.format for clip in clips}) != 1:
            raise ValueError("the server sends sound of several kinds for one text")
        pcm = b"".join(clip.pcm for clip in clips)
        return Clip(format=clips[0].format, pcm=_softer(pcm, request.volume))


def _clip(sound: bytes, media_type: str) -> Clip:
    """Raises VoiceError for what is no PCM, ValueError for a clip that was cut off."""
    if sound[:4] == b"RIFF":  # some servers know no other; its header says what is in it
        return waveform.parse(sound)
    kind = next((name for sign, name in _OTHER_SOUND.items() if sound.startswith(sign)), "")
    if sound[:1] == b"\xff" and media_type in ("audio/mpeg", "audio/mp3"):
        kind = "MP3"
    if not kind and media_type.startswith(("text/", "application/json", "image/", "video/")):
        kind = media_type
    if kind:
        raise VoiceError(
            f"the server sends {kind} where PCM was asked for",
            advice="Check base_url; a server that can send neither pcm nor wav cannot be used.",
        )
    if len(sound) % FORMAT.frame_bytes:
        raise ValueError("the sound was cut off in the middle of a sample")
    return Clip(format=FORMAT, pcm=sound)


def _softer(pcm: bytes, volume: float) -> bytes:
    if volume == 1.0:
        return pcm
    return array("h", (round(sample * volume) for sample in array("h", pcm))).tobytes()
