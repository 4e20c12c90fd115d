"""narrate: articles in, finished recordings out."""

__version__ = "0.1.0"
