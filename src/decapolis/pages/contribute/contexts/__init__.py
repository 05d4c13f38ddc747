"""What the pages of writing show."""
