"""A narration's files: tags, captions, the record of what was said, and where they land."""
