"""What a person sees: server-rendered pages."""
