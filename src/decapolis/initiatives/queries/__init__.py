"""Read initiatives, their teams and their plans."""
