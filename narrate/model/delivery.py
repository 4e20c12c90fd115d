"""How a recording is delivered: how loud, in what shape, with what around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Channels = Literal["mono", "stereo"]

# What podcasts of speech deliver. One voice on one channel at -19 LUFS plays from two
# loudspeakers as loud as -16 LUFS of stereo.
LOUDNESS: dict[Channels, float] = {"mono": -19.0, "stereo": -16.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The table ``[recording]`` of a voice profile."""

    channels: Channels = "mono"
    loudness: float = LOUDNESS["mono"]
    """LUFS, as ITU-R BS.1770 measures it over the whole recording."""
    bitrate: int = 0
    """kb/s; 0: what speech needs in the format."""
    srt: bool = False
    """SubRip captions as well as WebVTT."""
    byline: bool = False
    """After the title it is said who wrote the article."""
    disclosure: bool = False
    """… and that the voice is a machine's."""
    intro: str = ""
    """Path of a sound file, as are the next three."""
    outro: str = ""
    chime: str = ""
    """Before each heading."""
    bed: str = ""
    """Under all that is said, lowered while somebody speaks."""

    @property
    def stereo(self) -> bool:
        return self.channels == "stereo"
