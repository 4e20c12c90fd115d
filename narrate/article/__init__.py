"""Page to article: what a good narrator would read, in order; and why the rest is left out."""
