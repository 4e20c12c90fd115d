"""Make libespeak-ng loadable, from the system or from the ``espeakng-loader`` wheel.

pyttsx3 asks the dynamic loader for ``libespeak-ng.so.1``. Where the system has none, the
wheel's copy is loaded first with its symbols made global; the loader then answers
pyttsx3's request with the copy that is already there, because its name matches.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys

_NAME = "libespeak-ng.so.1"


@functools.cache  # once loaded from the wheel it would pass for the system's
def load() -> tuple[ctypes.CDLL, bytes | None]:
    """The library, and the folder of its data where it is not where the library looks.

    Raises OSError where there is none.
    """
    name = {"darwin": "libespeak-ng.1.dylib", "win32": "libespeak-ng.dll"}.get(sys.platform, _NAME)
    try:
        return ctypes.CDLL(name), None
    except OSError:
        try:
            import espeakng_loader
        except ImportError:
            raise OSError("there is no espeak-ng on this machine") from None
        data = str(espeakng_loader.get_data_path())
        return ctypes.CDLL(espeakng_loader.get_library_path()), data.encode()


def make_loadable() -> None:
    """Load libespeak-ng into this process: the system's, or the wheel's where there is none.

    Does nothing on macOS and Windows, whose own voices pyttsx3 uses. Must run before
    pyttsx3 is imported, in the process that speaks. Raises OSError where neither is to be had.
    """
    if sys.platform in ("darwin", "win32"):
        return
    try:
        ctypes.CDLL(_NAME, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
