"""What was done: by the reader, about them, and about those they speak for."""
