"""What someone is told, how often they want mail, and the link that stops it."""
