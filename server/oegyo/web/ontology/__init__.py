"""``/ontology`` and the concept schemes."""
