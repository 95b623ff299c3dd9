"""The web: negotiate, ask the engine, write the answer as bytes or as a page. Nothing here writes to the graph."""
