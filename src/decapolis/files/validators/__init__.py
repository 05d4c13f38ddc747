"""What a file may be. The modules here run in a process apart, and know nothing of Django."""
