"""Piper voices from a catalogue, an address or a folder into the user's folder of voices."""
