"""Finding: what a question says, how words and meaning are put together, how good the order is."""
