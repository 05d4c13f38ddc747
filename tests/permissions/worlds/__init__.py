"""Random worlds: what they hold, who may see what of it, and where one looks."""
