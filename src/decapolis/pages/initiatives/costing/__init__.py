"""What a plan costs beside what others paid, and whether what they stood on holds here."""
