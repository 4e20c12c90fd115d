"""The version, below everything: what is written into files says who wrote it."""

__version__ = "0.1.0"
