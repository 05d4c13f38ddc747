"""Where people write: drafts, corrections, suggestions, versions."""
