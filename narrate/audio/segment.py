"""pydub's door: the only module that imports it.

pydub warns at import that it finds no ffmpeg. We hand it raw PCM and take raw PCM back,
which needs none.
"""

from __future__ import annotations

import warnings

from narrate.model import AudioFormat, Clip

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # also regular expressions that newer Pythons dislike
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

__all__ = ["AudioSegment", "segment", "trim"]

SILENCE_DBFS = -50.0
STEP_MS = 5  # how finely silence is looked for
FADE_MS = 3  # at each end of a clip, so that no join clicks


def segment(clip: Clip, audio_format: AudioFormat) -> AudioSegment:
    """The clip as pydub holds it, converted to ``audio_format`` where it differs.

    pydub converts silently, and to the worse of two formats, when segments are added; here
    the target is stated and every clip is brought to it.
    """
    made = AudioSegment(
        data=clip.pcm,
        sample_width=clip.format.width,
        frame_rate=clip.format.rate,
        channels=clip.format.channels,
    )
    if clip.format == audio_format:
        return made
    return (
        made.set_frame_rate(audio_format.rate)
        .set_sample_width(audio_format.width)
        .set_channels(audio_format.channels)
    )


def trim(speech: AudioSegment) -> tuple[AudioSegment, int]:
    """Speech without the silence around it, faded at both ends; and the ms cut in front.

    Engines surround speech with silence of their own; without it, a pause is what the
    script says. What is silent throughout is left as it is.
    """
    lead = detect_leading_silence(speech, SILENCE_DBFS, STEP_MS)
    if lead >= len(speech):
        return speech, 0
    tail = detect_leading_silence(speech.reverse(), SILENCE_DBFS, STEP_MS)
    # A step of silence stays on either side: consonants begin and end softly.
    start = max(0, lead - STEP_MS)
    end = min(len(speech), len(speech) - tail + STEP_MS)
    return speech[start:end].fade_in(FADE_MS).fade_out(FADE_MS), start
