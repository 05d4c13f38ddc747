"""The open connections of boards."""
