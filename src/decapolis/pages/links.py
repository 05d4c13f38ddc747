"""Addresses with what is asked of them."""

from urllib.parse import urlencode


def with_query(url: str, **asked: object) -> str:
    """Return an address with more asked of it; what is empty is left out."""
    more = urlencode({name: value for name, value in asked.items() if value})
    if not more:
        return url
    return f"{url}{'&' if '?' in url else '?'}{more}"


def indicator_url(code: str, *, city: int | None = None) -> str:
    """Return the address of an indicator, seen from a city."""
    return with_query(f"/indicators/{code}", city=city)
