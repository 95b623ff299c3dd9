"""From hand-kept Turtle to a release: parse, lint, links, shapes, derive, checks, describe, measure, write.

Each stage is a module, `oegyo.pipeline.stages` is their order. The build stops at the first that fails.
"""
