"""``/download/``."""
