"""From the figures of all cities to peers and back."""

from decapolis.peers.bridge.answers import (
    closeness,
    compare,
    gaps_of,
    peer_ranges,
    peers_of,
    themes,
)

__all__ = ["closeness", "compare", "gaps_of", "peer_ranges", "peers_of", "themes"]
