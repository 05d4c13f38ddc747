"""What follows from a plan: its documents, how it goes, the hand-over, answers to letters."""
