"""From hand-kept Turtle to a release: parse, lint, SHACL, derive, checks, write. Stops at the first stage that fails."""
