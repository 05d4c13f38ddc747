"""One module for each command of ``decapolis``."""
