"""Reading the library: frozen facts for pages, the brief, the API and exports."""
