"""The graph as pages read it; nothing here knows a page."""
