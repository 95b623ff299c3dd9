"""A saved query: its header, its parameters, its text, and the picture of its answer."""
