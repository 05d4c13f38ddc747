"""Which initiative an address means."""

from django.http import HttpRequest

from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import initiative_of


def initiative_here(request: HttpRequest, key: str) -> Initiative:
    """Return the initiative of an address, for who may see it."""
    return initiative_of(key, reader=request.user)
