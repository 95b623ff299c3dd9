"""``/id/…`` and ``/concept/…``: the page of one thing."""
