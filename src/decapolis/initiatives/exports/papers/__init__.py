"""Each document: what it takes of the plan, in which order."""
