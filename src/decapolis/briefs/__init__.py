"""The brief: what the library says on a question, for one city."""
