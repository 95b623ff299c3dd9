"""``/quality``."""
