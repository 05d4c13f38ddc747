"""Pages of the library: practices, documents, technologies, organisations."""
