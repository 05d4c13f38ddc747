"""Pages of initiatives and their plans."""
