"""How often one may ask: each token, and each network address.

Counted in the memory of the process, minute by minute. This machine's own address is not counted:
behind a proxy that does not say for whom it asks, it would be everybody's.
"""

import ipaddress
import time
from http import HTTPStatus

from django.core.cache import caches
from django.http import HttpResponse

from decapolis.api.problems import problem
from decapolis.kernel.origin import origin

MINUTE_S = 60
OF_A_TOKEN = 600  # requests in a minute
OF_AN_ADDRESS = 1200
REFUSED = 30  # tokens that open nothing, from one address in a minute
HOME_BITS = 64  # of an IPv6 address: what one household or machine has


def too_often(kind: str, key: str, most: int) -> HttpResponse | None:
    """Count one more request; return a refusal where it is one too many."""
    count, left = _counted(kind, key)
    return _refusal(left) if count > most else None


def address_too_often() -> HttpResponse | None:
    """Count a request of the address at the door, and refuse it where there are too many."""
    place = _place()
    return too_often("address", place, OF_AN_ADDRESS) if place else None


def guesses_too_often() -> HttpResponse | None:
    """Refuse an address from which too many tokens came that open nothing."""
    place = _place()
    if not place:
        return None
    left = MINUTE_S - int(time.time()) % MINUTE_S
    count = caches["near"].get(_key("refused", place), 0)
    return _refusal(left) if count >= REFUSED else None


def note_guess() -> None:
    """Count a token that opens nothing."""
    place = _place()
    if place:
        _counted("refused", place)


def _counted(kind: str, key: str) -> tuple[int, int]:
    """Return how often it was in this minute, and for how many seconds that lasts."""
    near, left = caches["near"], MINUTE_S - int(time.time()) % MINUTE_S
    name = _key(kind, key)
    near.add(name, 0, timeout=2 * MINUTE_S)
    try:
        return near.incr(name), left
    except ValueError:  # thrown out between the two: it begins anew
        return 1, left


def _key(kind: str, key: str) -> str:
    return f"api-{kind}-{key}-{int(time.time()) // MINUTE_S}"


def _place() -> str:
    """Return the address at the door as it is counted; empty: it is not."""
    try:
        address = ipaddress.ip_address(origin().address)
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, HOME_BITS), strict=False).network_address)
    return str(address)


def _refusal(left: int) -> HttpResponse:
    response = problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "api.too_often",
        f"That was too often. Ask again in {left} seconds.",
    )
    response["Retry-After"] = str(left)
    return response
