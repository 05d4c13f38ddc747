"""The page that documents the interface."""
