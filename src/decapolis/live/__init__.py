"""Open lines: boards that several people fill at once, over one WebSocket each."""
