"""Benchmarks: composite indices that are made, doubted and published in the open."""
