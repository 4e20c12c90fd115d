"""Recordings of hours and of more bytes than 32 bits count. Their silence takes no room."""

import io
import tempfile
from itertools import pairwise

import av
import numpy as np
import pytest

from narrate.audio.encoder import encoder
from narrate.audio.finishing import finish
from narrate.audio.info_frame import ENCODER_DELAY
from narrate.model import Audio, AudioFormat, Cue, Level, Recording

SILENCE = bytes(60 * 22050 * 4)  # a minute in stereo


class Sparse(io.FileIO):
    """A file in which ``SILENCE`` is not written but passed over."""

    def write(self, content):
        if content is not SILENCE:
            return super().write(content)
        self.seek(len(content), io.SEEK_CUR)
        return len(content)


def a_beep(rate):
    times = np.arange(rate // 2) / rate
    return np.rint(8000 * np.sin(2 * np.pi * 440 * times)).astype("<i2")


def beeping(hours, rate):
    """A beep of half a second every hour, and one at the end."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    beep = a_beep(rate)
    hour = 3600 * rate
    frames = hours * hour
    starts = [*range(hour // 2, frames, hour), frames - len(beep)]
    for start in starts:
        file.seek(2 * start)
        file.write(beep.tobytes())
    cues = [
        Cue(start=s, end=s + len(beep), text="x", block=0, block_start=0, block_end=1)
        for s in starts
    ]
    levels = (Level(start=0, gain=1.0),)
    return Audio(format=AudioFormat(rate=rate), frames=frames, file=file, levels=levels), cues


def heard_from(path, second):
    """How long the file says it is; from that second to its end, where sound begins."""
    with av.open(str(path)) as container:
        seconds = container.duration / av.time_base
        container.seek(round(second * av.time_base))
        frames = list(container.decode(audio=0))
        start = frames[0].pts * frames[0].time_base
        channels = len(frames[0].layout.channels)
        arrays = [frame.to_ndarray().reshape(-1, channels)[:, 0] for frame in frames]
        loudness = np.abs(np.concatenate(arrays).astype(float))
        first = np.flatnonzero(loudness > 0.1 * loudness.max())[0]
        return seconds, float(start) + first / frames[0].sample_rate


@pytest.mark.slow
def test_a_wav_of_more_than_four_gigabytes_is_heard_to_its_end(tmp_path):
    path = tmp_path / "long.wav"
    with Sparse(path, "w+") as file:
        sink = encoder(file, AudioFormat(rate=22050, channels=2), "wav")
        for _ in range(14 * 60):
            sink.write(SILENCE)
        sink.write(np.repeat(a_beep(22050), 2).tobytes())
        sink.finish()
        file.seek(0)
        assert file.read(4) == b"RF64"
    assert path.stat().st_size > 1 << 32
    seconds, begins = heard_from(path, 14 * 3600 - 2)
    assert seconds == pytest.approx(14 * 3600 + 0.5, abs=0.001)
    assert begins == pytest.approx(14 * 3600, abs=0.002)


@pytest.mark.slow
def test_an_mp3_of_hours_is_heard_to_its_end(tmp_path):
    hours = 4
    audio, cues = beeping(hours, rate=8000)
    path = tmp_path / "long.mp3"
    reached = [0]
    with path.open("w+b") as file:
        finish(
            audio,
            Recording(),
            file,
            "mp3",
            cues=cues,
            on_progress=lambda done, _: reached.append(done),
        )
    assert all(after > before for before, after in pairwise(reached))
    assert len(reached) > hours
    seconds, begins = heard_from(path, hours * 3600 - 20)
    assert seconds == pytest.approx(hours * 3600, abs=0.2)
    late = (ENCODER_DELAY + 529) / 8000  # after a jump FFmpeg leaves the delays in
    assert begins == pytest.approx(hours * 3600 - 0.5 + late, abs=0.01)
