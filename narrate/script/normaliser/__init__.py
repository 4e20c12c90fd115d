"""Written text to spoken words: one file for each semiotic class, knowledge in TOML."""
