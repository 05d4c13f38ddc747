"""The two programs that look at files for us: our own in a process apart, and a virus scanner."""
