"""Script to clips: voice profiles, engines, and the processes that engines live in."""
