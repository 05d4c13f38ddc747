"""From the document of a board to plain values, and back."""
