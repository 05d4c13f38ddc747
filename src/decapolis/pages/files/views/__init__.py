"""What the pages of files do."""
