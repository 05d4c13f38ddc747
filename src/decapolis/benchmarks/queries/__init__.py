"""What pages and programs read of benchmarks."""
