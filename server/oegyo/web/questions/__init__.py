"""``/queries/``: saved queries."""
