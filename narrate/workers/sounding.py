"""What of a recording stands in files of one machine: voices, lexicons, rules for sites."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from narrate.errors import VoiceError
from narrate.resources import user_sites
from narrate.script.lexicon_files import files_of
from narrate.speech.voice import cast_of, load
from narrate.workers.work import Work


def sounding(work: Work) -> str:
    """A digest of the profiles that speak, the lexicons that are asked, and the user's rules
    for sites, as they stand here. Two machines that have the same one say the same.

    Raises VoiceError where something is missing.
    """
    voice = load(work.voice) if isinstance(work.voice, str) else work.voice
    digest = hashlib.sha256()
    for name, profile in sorted(cast_of(voice).items()):
        facts = {**asdict(profile), "reads": sorted(profile.reads)}
        del facts["recording"]  # that of the work's own profile holds, which travels with it
        digest.update(f"{name} {facts}\n".encode())
    lexicons = files_of((*work.settings.lexicons, *voice.lexicons))
    for file in (*lexicons, *sorted(user_sites().glob("*.toml"))):
        try:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise VoiceError(f"it cannot be read: {error.strerror}", subject=str(file)) from None
    return digest.hexdigest()
