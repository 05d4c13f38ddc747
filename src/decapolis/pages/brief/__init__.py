"""The brief on its page, and as a file."""
