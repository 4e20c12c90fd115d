"""What an MP3 costs: processor time, size installed, and how near the sound stays.

    python tests/benchmarks/encoders.py --minutes 20 --engine pyttsx3

Measures lameenc, and PyAV and imageio-ffmpeg where they are installed. The error is what a
decoder (PyAV's) gives back against what went in, aligned to the sample; "above 8 kHz" is the
energy left there, in dB against the original's.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import itertools
import resource
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

from narrate.model import AudioFormat, SpeechRequest
from narrate.speech.process import EngineProcess

BITRATE = 64  # kb/s for one channel, as narrate.audio.mp3 has it
QUALITIES = (2, 5, 7)
SENTENCES = (
    "The ferry leaves the harbour at seven and comes back before dark.",
    "On Tuesday the council voted, nine to four, to close the old bridge for the winter.",
    "Six sharp whistles sounded across the fields; she stopped, and listened.",
    "Nobody had expected the price of copper to rise so fast, or for so long.",
    "His thesis discusses physics, chess, and the history of fishing in the northern seas.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--engine", default="pyttsx3")
    arguments = parser.parse_args()
    audio_format, pcm = speech(arguments.engine, arguments.minutes)
    print(
        f"{arguments.minutes:g} minutes by {arguments.engine}, {audio_format.rate} Hz, "
        f"{8 * audio_format.width} bit, {audio_format.channels} channel, {BITRATE} kb/s\n"
    )
    print(f"{'encoder':<26}{'CPU s':>8}{'MB':>8}{'SNR dB':>9}{'>8 kHz dB':>11}{'installed MB':>14}")
    for name, package, encode in encoders():
        try:
            installed = installed_megabytes(package)
        except importlib.metadata.PackageNotFoundError:
            print(f"{name:<26}not installed")
            continue
        before = cpu_seconds()
        content = encode(pcm, audio_format)
        seconds = cpu_seconds() - before
        ratio, treble = fidelity(pcm, content, audio_format)
        print(
            f"{name:<26}{seconds:>8.2f}{len(content) / 1e6:>8.2f}{ratio:>9.2f}{treble:>11.2f}"
            f"{installed:>14.1f}"
        )


def speech(engine: str, minutes: float) -> tuple[AudioFormat, bytes]:
    """Sentences spoken once each, then one after the other until the time is filled."""
    process = EngineProcess(engine)
    try:
        clips = [process.speak(SpeechRequest(text=s, language="en"), 60) for s in SENTENCES]
    finally:
        process.stop()
    audio_format = clips[0].format
    wanted = audio_format.frames(60_000 * minutes) * audio_format.frame_bytes
    pcm = bytearray()
    for clip in itertools.cycle(clips):
        pcm += clip.pcm
        if len(pcm) >= wanted:
            return audio_format, bytes(pcm[:wanted])
    raise AssertionError("cycle never ends")


def encoders() -> list[tuple[str, str, Callable[[bytes, AudioFormat], bytes]]]:
    """Label, distribution, and the function that encodes; LAME's quality 2, 5, 7 for each."""
    return [
        (f"{label}, quality {quality}", package, _at(encode, quality))
        for label, package, encode in (
            ("lameenc", "lameenc", by_lameenc),
            ("PyAV", "av", by_pyav),
            ("ffmpeg", "imageio-ffmpeg", by_ffmpeg),
        )
        for quality in QUALITIES
    ]


def _at(
    encode: Callable[[bytes, AudioFormat, int], bytes], quality: int
) -> Callable[[bytes, AudioFormat], bytes]:
    return lambda pcm, audio_format: encode(pcm, audio_format, quality)


def by_lameenc(pcm: bytes, audio_format: AudioFormat, quality: int) -> bytes:
    """Through our own encoder, for its cost is the one that users pay."""
    from narrate.audio import mp3

    usual, mp3.QUALITY = mp3.QUALITY, quality
    try:
        file = io.BytesIO()
        sink = mp3.Mp3Encoder(file, audio_format)
    finally:
        mp3.QUALITY = usual
    for start in range(0, len(pcm), 1 << 18):
        sink.write(pcm[start : start + (1 << 18)])
    sink.finish()
    return file.getvalue()


def by_pyav(pcm: bytes, audio_format: AudioFormat, quality: int) -> bytes:
    import av
    import numpy

    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=audio_format.rate, layout="mono")
        stream.bit_rate = BITRATE * 1000
        stream.format = "s16p"
        stream.options = {"compression_level": str(quality)}
        samples = numpy.frombuffer(pcm, "<i2").reshape(1, -1)
        for start in range(0, samples.shape[1], 1152 * 64):
            block = numpy.ascontiguousarray(samples[:, start : start + 1152 * 64])
            frame = av.AudioFrame.from_ndarray(block, format="s16p", layout="mono")
            frame.sample_rate = audio_format.rate
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def by_ffmpeg(pcm: bytes, audio_format: AudioFormat, quality: int) -> bytes:
    import imageio_ffmpeg

    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams(
            (audio_format.channels, audio_format.width, audio_format.rate, 0, "NONE", "")
        )
        file.writeframes(pcm)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", "-", "-b:a", f"{BITRATE}k"]
    command += ["-compression_level", str(quality), "-f", "mp3", "-"]
    return subprocess.run(command, input=sound.getvalue(), capture_output=True, check=True).stdout


def cpu_seconds() -> float:
    """User and system time, of this process and of those that it waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def fidelity(pcm: bytes, content: bytes, audio_format: AudioFormat) -> tuple[float, float]:
    """Signal to error in dB over the first minute, and what is left above 8 kHz, in dB."""
    import av
    import numpy

    original = numpy.frombuffer(pcm, "<i2")[: 60 * audio_format.rate] / 32768
    decoded: list[numpy.ndarray] = []
    length = 0
    with av.open(io.BytesIO(content)) as container:
        for frame in container.decode(audio=0):
            decoded.append(frame.to_ndarray()[0])
            length += frame.samples
            if length >= len(original) + 5000:
                break
    heard = numpy.concatenate(decoded).astype(float)
    # An encoder without an Info frame leaves its delay in: find it, so that all are equal.
    part = slice(5000, 5000 + 8 * audio_format.rate)
    size = 1 << 19
    match = numpy.fft.irfft(
        numpy.fft.rfft(heard[part], size) * numpy.conj(numpy.fft.rfft(original[part], size))
    )
    delay = int(numpy.argmax(match[:4000]))
    heard = heard[delay : delay + len(original)]
    original = original[: len(heard)]
    error = heard - original
    ratio = 10 * numpy.log10((original**2).sum() / (error**2).sum())
    above = numpy.fft.rfftfreq(len(original), 1 / audio_format.rate) > 8000
    energies = [(numpy.abs(numpy.fft.rfft(x)[above]) ** 2).sum() for x in (heard, original)]
    return float(ratio), float(10 * numpy.log10(energies[0] / energies[1]))


def installed_megabytes(package: str) -> float:
    """The files of an installed distribution; what it depends on is not counted."""
    files = importlib.metadata.distribution(package).files or []
    paths = {Path(str(file.locate())) for file in files}
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
