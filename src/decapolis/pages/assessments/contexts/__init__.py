"""What the pages on which rankings are made show."""
