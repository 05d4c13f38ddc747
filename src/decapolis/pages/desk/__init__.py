"""My desk: what waits for whoever has signed in."""
