"""Cities like mine, for this question, and why."""
