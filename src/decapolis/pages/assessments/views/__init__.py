"""The pages on which rankings are made."""
