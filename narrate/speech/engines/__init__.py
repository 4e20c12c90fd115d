"""One file an engine; the file's name is the engine's name. See ``narrate.speech.engine``."""
