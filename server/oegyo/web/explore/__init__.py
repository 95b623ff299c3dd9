"""``/explore/``."""
