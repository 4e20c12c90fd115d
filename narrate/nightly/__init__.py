"""Nights that need nobody: find what is new, plan, narrate, publish, verify, report."""
