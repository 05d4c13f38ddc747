"""What is written in a plan: its fields, and checks of their values."""
