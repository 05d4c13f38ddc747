"""What a person may ask of the whole network: what is held on them, and to be forgotten."""
