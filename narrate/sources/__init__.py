"""Source -> Page: addresses, files, folders, feeds and plain text, read as the bytes they are.

``arguments.expand`` says what a command-line argument stands for; ``reader.read`` reads it.
"""
