"""A city's own project: its team, its plan, what it cost, what came of it."""
