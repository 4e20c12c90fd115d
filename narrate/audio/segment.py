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

__all__ = ["AudioSegment", "segment"]


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
