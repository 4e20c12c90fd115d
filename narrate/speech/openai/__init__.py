"""A server that speaks: its address and key, the conversation with it, the sound that it sends."""
