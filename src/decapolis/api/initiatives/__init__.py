"""Initiatives: what a city begins, its plan, its costs, and what came of it."""
