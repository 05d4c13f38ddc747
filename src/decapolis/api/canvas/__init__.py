"""Canvases and the boards that teams fill by them."""
