"""What can go wrong when peers are asked for."""

from decapolis.kernel.errors import NotFound


class UnknownTheme(NotFound):
    """There is no such theme; the message lists those there are."""

    code = "peers.unknown_theme"
