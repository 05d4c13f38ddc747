"""Mathematics with names: arrays and plain data in and out, no Django."""
