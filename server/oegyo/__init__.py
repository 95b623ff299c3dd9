"""Oegyo (외교): the open knowledge graph of the Republic of Korea's foreign relations, built, checked and served."""

__version__ = "0.1.0"
