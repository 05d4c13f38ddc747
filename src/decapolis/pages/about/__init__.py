"""What Decapolis is, where its data come from, how it compares, and who can use it."""
