"""Install a voice: its files whole and checked or not at all, and a profile that names it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from narrate.errors import VoiceError
from narrate.resources import user_voices
from narrate.speech.installing.catalogue import (
    PUBLIC,
    Offer,
    RemoteFile,
    at_address,
    checked_name,
    find,
    in_folder,
)
from narrate.speech.installing.origin import Origin, Progress, origin
from narrate.speech.piper import config
from narrate.speech.profile import parse

CARD = ".MODEL_CARD"


def look(what: str, place: str = "") -> tuple[Offer, Origin, str]:
    """What would be installed, where it would come from, and its card, which may be empty.

    ``what`` is a name in the catalogue at ``place`` (the public one without), the address of
    an .onnx file, or a folder that holds one voice. Raises VoiceError.
    """
    if not place and what.startswith(("http://", "https://")):
        root, _, file = what.partition("?")[0].rpartition("/")
        if not file.endswith(".onnx"):
            raise VoiceError(
                "this is not the address of a voice", subject=what, advice="It ends in .onnx."
            )
        offer, source = at_address(file, has_card=True), origin(root)
    elif not place and Path(what).expanduser().is_dir():
        offer, source = in_folder(Path(what).expanduser()), origin(what)
    else:
        source = origin(place or PUBLIC)
        offer = find(source, checked_name(what))
    card = ""
    if offer.card:
        try:
            card = source.text(offer.card.path, offer.card.largest)
        except VoiceError:
            if offer.card.md5:  # promised by a catalogue
                raise
            offer = replace(offer, card=None)
    return offer, source, "".join(c for c in card if c.isprintable() or c in "\n\t").strip()


def install(offer: Offer, source: Origin, on_progress: Progress) -> Path:
    """Fetch the voice and write a profile for it; the profile's path.

    What came of a file that did not come whole is kept beside it, and the next try goes on
    from there. A profile of that name that is there already is left as it is. Raises
    VoiceError.
    """
    folder = user_voices()
    model = folder / f"{offer.name}{config.SUFFIX}"
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        description = _fetched(offer.description, source, folder / f"{model.name}.json")
        said = config.read(description)
        fetched = _fetched(offer.model, source, model, on_progress)
        card = folder / f"{offer.name}{CARD}"
        if offer.card:
            _fetched(offer.card, source, card).replace(card)
        fetched.replace(model)
        description.replace(folder / f"{model.name}.json")  # last: now it is a voice
        profile = folder / f"{offer.name}.toml"
        if not profile.exists():
            unfinished = profile.with_name(f".{profile.name}.part")
            unfinished.write_text(_profile(offer.name, said), encoding="utf-8")
            unfinished.replace(profile)
    return profile


def remove(name: str) -> list[Path]:
    """Delete a voice that was installed, and the profile written for it; what was deleted.

    Raises VoiceError where there is no such voice.
    """
    folder = user_voices()
    checked_name(name)
    model = folder / f"{name}{config.SUFFIX}"
    paths = [folder / f"{model.name}.json", model, folder / f"{name}{CARD}"]
    profile = folder / f"{name}.toml"
    if profile.exists():
        voice = parse(profile)
        if (voice.engine, voice.engine_voice) == ("piper", name):
            paths.insert(0, profile)
    paths += [path.with_name(f".{path.name}.part") for path in paths]
    there = [path for path in paths if path.exists()]
    if not there:
        raise VoiceError(
            f"no voice '{name}' was installed",
            subject=str(folder),
            advice="narrate voices --engine piper lists those that are.",
        )
    with _explained(folder):
        for path in there:
            path.unlink()
    return there


def _fetched(
    file: RemoteFile, source: Origin, path: Path, on_progress: Progress = lambda done, total: None
) -> Path:
    """The file, whole and checked, under a name that nobody looks for yet."""
    part = path.with_name(f".{path.name}.part")
    if not file.md5:  # nobody could tell whether a beginning fits what comes
        part.unlink(missing_ok=True)
    source.fetch(file.path, part, file.largest, on_progress)
    if file.md5:
        with part.open("rb") as content:
            digest = hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False))
        if digest.hexdigest() != file.md5:
            part.unlink()
            raise VoiceError(
                "what came is not what the catalogue promises: its checksum is another",
                subject=file.path,
                advice="Try again; should it happen twice, the place is not to be trusted.",
            )
    return part


def _profile(name: str, said: config.Config) -> str:
    quality = {"high": "natural", "medium": "natural"}.get(said.quality, "good")
    settings = {
        "description": f"A neural voice of the Piper project ({said.quality or 'unknown'} quality)",
        "quality": quality,
        "engine": "piper",
        "engine_voice": name,
        "language": said.language,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    head = "# Written by narrate voices install. Change what you like; README.md of the voices"
    return "\n".join([head, "# lists every setting.", *lines]) + "\n"


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise VoiceError(
            f"the voice cannot be written: {os.strerror(error.errno or 0)}",
            subject=str(folder),
            advice="Free some space and run the command again." if full else "",
        ) from None
