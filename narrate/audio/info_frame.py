"""The first frame of an MP3 file: how long it is, and what of it is not sound.

Layout: the "Xing/Info" tag with the LAME extension, as the LAME project documents it
("Mp3 Info Tag rev 1"). Frame headers: ISO 11172-3 and 13818-3, layer III.
"""

from __future__ import annotations

import struct
from functools import lru_cache

ENCODER_DELAY = 576  # samples: LAME's own, the same at every rate
_HEADER = struct.Struct(">I")
_TAG_SIZE = 156  # "Info" to the last checksum
_BITRATES = {  # kb/s by index; MPEG 1, and MPEG 2 and 2.5
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class FrameCounter:
    """Counts the frames in a stream of MP3 that comes in pieces of any size."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self.header = 0
        """The first frame's."""
        self._next = 0  # where in the stream the next header stands
        self._rest = b""  # the beginning of a header that a piece ended in

    def take(self, encoded: bytes) -> None:
        data = self._rest + encoded
        start = self.bytes - len(self._rest)  # where in the stream ``data`` begins
        self.bytes += len(encoded)
        while self._next + 4 <= self.bytes:
            (header,) = _HEADER.unpack_from(data, self._next - start)
            self.header = self.header or header
            self.frames += 1
            self._next += frame_size(header)
        self._rest = data[self._next - start :] if self._next < self.bytes else b""


def size_of_frames(encoded: bytes, frames: int) -> int:
    """Bytes of so many frames, which ``encoded`` begins with."""
    size = 0
    for _ in range(frames):
        size += frame_size(_HEADER.unpack_from(encoded, size)[0])
    return size


@lru_cache(maxsize=256)  # a stream has a handful of different headers
def frame_size(header: int) -> int:
    """Bytes of a layer III frame. Raises ValueError for what is not a frame's header."""
    version, layer = header >> 19 & 3, header >> 17 & 3
    bitrate, rate = header >> 12 & 15, header >> 10 & 3
    if header >> 21 != 0x7FF or version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        raise ValueError(f"not an MP3 frame: {header:08x}")
    kilobits = _BITRATES[1 if version == 3 else 2][bitrate]
    samples = samples_a_frame(header)
    return samples // 8 * kilobits * 1000 // _RATES[version][rate] + (header >> 9 & 1)


def samples_a_frame(header: int) -> int:
    return 1152 if header >> 19 & 3 == 3 else 576


def sample_rate(header: int) -> int:
    """Frames of sound a second."""
    return _RATES[header >> 19 & 3][header >> 10 & 3]


def info_frame(count: FrameCounter, samples: int) -> bytes:
    """The frame that goes before those counted, which hold ``samples`` a channel."""
    header = count.header & ~(1 << 9)  # no padding byte
    offset = 4 + _side_information(header)
    while frame_size(header) < offset + _TAG_SIZE:
        header += 1 << 12  # the next higher bitrate
    size = frame_size(header)
    kilobits = min(255, _BITRATES[1 if header >> 19 & 3 == 3 else 2][header >> 12 & 15])
    padding = count.frames * samples_a_frame(header) - ENCODER_DELAY - samples
    delays = ENCODER_DELAY << 12 | max(0, min(0xFFF, padding))
    length = count.bytes + size
    if length < 1 << 32:
        straight = bytes(256 * i // 100 for i in range(100))  # the bitrate is constant
        known = struct.pack(">III100sI", 0x0F, count.frames, length, straight, 0)
    else:  # more than its field can say: only the number of frames and the quality are told
        length = 0
        known = struct.pack(">III", 0x09, count.frames, 0)
    tag = b"Info" + known
    tag += struct.pack(
        ">9sBBIHHBB3sBBHIH",
        b"LAME3.100",
        0x01,  # revision 0, constant bitrate
        0,
        0,
        0,
        0,
        0,
        kilobits,
        delays.to_bytes(3, "big"),
        0,
        0,
        0,
        length,
        0,
    )
    frame = _HEADER.pack(header) + bytes(offset - 4) + tag
    return (frame + _checksum(frame).to_bytes(2, "big")).ljust(size, b"\0")


def _side_information(header: int) -> int:
    """Bytes between a frame's header and its data."""
    mono = header >> 6 & 3 == 3
    if header >> 19 & 3 == 3:
        return 17 if mono else 32
    return 9 if mono else 17


def _checksum(data: bytes) -> int:
    """CRC-16/ARC."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def told(first: bytes) -> tuple[int, int] | None:
    """What a file's first frame says: how many frames follow, and how many samples of them are
    no sound. None where it is no Info frame, or does not say so."""
    if len(first) < 4:
        return None
    at = 4 + _side_information(_HEADER.unpack_from(first)[0])
    if first[at : at + 4] not in (b"Info", b"Xing") or len(first) < at + _TAG_SIZE:
        return None
    flags, frames = struct.unpack_from(">II", first, at + 4)
    known = sum(size for bit, size in enumerate((4, 4, 100, 4)) if flags >> bit & 1)
    delays = at + 8 + known + 21  # behind the encoder's name and what it says of loudness
    both = int.from_bytes(first[delays : delays + 3], "big")
    return (frames, (both >> 12) + (both & 0xFFF)) if flags & 1 else None
