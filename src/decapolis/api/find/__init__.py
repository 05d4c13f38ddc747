"""One question over everything."""
