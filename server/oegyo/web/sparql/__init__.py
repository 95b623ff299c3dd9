"""``/sparql``."""
