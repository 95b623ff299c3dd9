"""``/search``."""
