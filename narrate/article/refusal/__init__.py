"""Pages that hold no article: each is refused, by the name of what it is instead."""
