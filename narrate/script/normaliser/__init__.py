"""Written text to spoken words: one file for each semiotic class, knowledge in TOML.

A rule is a module with one function, ``find(text, language)``, which yields spans and how
they are said; ``rules`` holds their order, and the first to claim a character has it. What
differs by language stands in ``languages/<code>/<kind>.toml`` with examples of its own: a
new language is a folder, a new abbreviation is a line.
"""
