"""Piper voices: a text's phonemes, the ONNX model that speaks them, and when each word falls."""
