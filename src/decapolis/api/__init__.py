"""What a program reads: the JSON interface under /api/v1."""
