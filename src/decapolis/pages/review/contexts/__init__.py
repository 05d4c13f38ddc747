"""What the pages of reviews and adoptions show."""
