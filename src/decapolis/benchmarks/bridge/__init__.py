"""The only door from benchmarks to the engines."""
