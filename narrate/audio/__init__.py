"""Clips to a recording: stitching, the timeline, encoding."""
