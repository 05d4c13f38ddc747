"""Whether it is well, and what it holds."""
