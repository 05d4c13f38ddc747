"""What the API tells of initiatives, and takes of them."""
