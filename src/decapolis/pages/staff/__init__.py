"""The desk of the network's staff."""
