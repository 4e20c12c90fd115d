"""M4A, M4B, Opus and FLAC: tags, chapters and cover as other readers find them."""

import builtins
import io

import av
import mutagen
import numpy as np
import pytest
from mutagen.mp4 import MP4

from narrate.audio.container import FORMATS
from narrate.audio.encoder import encoder
from narrate.errors import MissingExtraError
from narrate.model import AudioFormat, SpeechRequest, Tags
from narrate.picture import shape
from narrate.speech.engines.tone import Engine

TEXT = "the quick brown ferry leaves at seven and returns"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes([0, 0, 1, 64, 0, 0, 0, 240]) + bytes(64)
JPEG = b"\xff\xd8\xff\xe0\0\x10" + bytes(14) + b"\xff\xc0\0\x11\x08\0\xf0\1\x40" + bytes(40)
TAGS = Tags(
    title="The ferry’s last run",
    artist="Ada Mører",
    album="The Harbour",
    date="2026-03-14",
    language="eng",
    address="https://example.org/ferry",
    text="The ferry sails.\n\nIt rained.",
    chapters=((0, 1500, "The ferry"), (1500, 3000, "Ο πλοίαρχος")),
    cover=JPEG,
)


def written(file_format, tags=TAGS, channels=1, bitrate=0):
    clip = Engine().speak(SpeechRequest(text=TEXT))
    pcm = np.repeat(np.frombuffer(clip.pcm, "<i2"), channels).tobytes()
    file = io.BytesIO()
    shaped = AudioFormat(rate=clip.format.rate, channels=channels)
    sink = encoder(file, shaped, file_format, frames=clip.frames, tags=tags, bitrate=bitrate)
    for start in range(0, len(pcm), 40000):
        sink.write(pcm[start : start + 40000])
    sink.finish()
    return file.getvalue(), clip


def decoded(content):
    with av.open(io.BytesIO(content)) as container:
        frames = [frame.to_ndarray().astype(float) for frame in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
        channels = container.streams.audio[0].layout.nb_channels
    samples = np.concatenate([np.ravel(frame, "F") for frame in frames])
    return samples.reshape(-1, channels)[:, 0], rate


def onsets(samples, rate):
    loud = np.flatnonzero(np.abs(samples) > 0.15 * np.abs(samples).max())
    after_silence = np.flatnonzero(np.diff(loud) > 0.03 * rate) + 1
    return loud[np.concatenate([[0], after_silence])] / rate


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("channels", [1, 2])
def test_each_beep_is_where_it_was_within_10_ms(file_format, channels):
    content, clip = written(file_format, channels=channels)
    samples, rate = decoded(content)
    heard = onsets(samples, rate)
    assert len(samples) / rate == pytest.approx(clip.seconds, abs=0.05)
    assert heard == pytest.approx([m.frame / clip.format.rate for m in clip.marks], abs=0.01)


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_sound_gives_the_same_bytes(file_format):
    assert written(file_format)[0] == written(file_format)[0]


@pytest.mark.parametrize("file_format", ["m4a", "m4b"])
def test_an_audiobook_has_tags_chapters_and_a_cover(file_format):
    content, _ = written(file_format)
    found = MP4(io.BytesIO(content))
    assert found["\xa9nam"] == [TAGS.title]
    assert found["\xa9ART"] == [TAGS.artist]
    assert found["\xa9alb"] == [TAGS.album]
    assert found["\xa9lyr"] == [TAGS.text]
    assert bytes(found["covr"][0]) == JPEG
    assert [(c.start, c.title) for c in found.chapters] == [(0, "The ferry"), (1.5, "Ο πλοίαρχος")]
    assert content[8:12] == file_format.upper().encode().ljust(4)


@pytest.mark.parametrize("file_format", ["m4a", "m4b"])
def test_its_index_stands_in_front_so_that_it_plays_while_it_loads(file_format):
    content, _ = written(file_format)
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("file_format", ["flac", "opus"])
def test_comments_hold_tags_and_chapters(file_format):
    found = mutagen.File(io.BytesIO(written(file_format)[0]))
    assert found["title"] == [TAGS.title]
    assert found["artist"] == [TAGS.artist]
    assert found["lyrics"] == [TAGS.text]
    assert found["chapter001name"] == ["Ο πλοίαρχος"]
    assert found["chapter001"] == ["00:00:01.500"]


@pytest.mark.parametrize("cover", [PNG, JPEG])
def test_a_flac_has_its_cover(cover):
    tags = Tags(title="a", artist="b", album="c", cover=cover)
    (picture,) = mutagen.File(io.BytesIO(written("flac", tags)[0])).pictures
    assert (picture.data, picture.width, picture.height) == (cover, 320, 240)


def test_an_opus_has_its_cover():
    found = mutagen.File(io.BytesIO(written("opus")[0]))
    (block,) = found["metadata_block_picture"]
    import base64

    from mutagen.flac import Picture

    picture = Picture(base64.b64decode(block))
    assert (picture.data, picture.mime, picture.width) == (JPEG, "image/jpeg", 320)


def test_flac_keeps_every_sample():
    content, clip = written("flac")
    assert (decoded(content)[0] == np.frombuffer(clip.pcm, "<i2")).all()


def test_a_higher_bitrate_makes_a_larger_file():
    assert len(written("m4a", bitrate=96)[0]) > len(written("m4a", bitrate=32)[0])


@pytest.mark.parametrize(
    "cover", [b"", b"GIF89a", b"\xff\xd8\xff", JPEG[:20], PNG[:20], b"\xff\xd8\xff" + b"\xff" * 99]
)
def test_what_is_no_picture_is_no_cover(cover):
    assert shape(cover) is None
    written("flac", Tags(title="a", artist="b", album="c", cover=cover))


def test_without_the_library_the_error_names_the_extra(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "av":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError, match="narrate\\[formats\\]"):
        encoder(io.BytesIO(), AudioFormat(rate=22050), "opus")


def test_an_index_has_room_for_a_recording_of_a_hundred_hours():
    """Room is asked for before the first sample comes; here, from a length that never comes."""
    file = io.BytesIO()
    sink = encoder(file, AudioFormat(rate=8000), "m4b", frames=100 * 3600 * 8000, tags=TAGS)
    sink.write(bytes(16000))
    sink.finish()
    assert MP4(io.BytesIO(file.getvalue())).info.length == pytest.approx(1.0, abs=0.3)
