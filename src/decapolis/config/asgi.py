"""The server's entry: one callable, with the number of requests at work bounded."""

import asyncio
import os
import sys
import warnings
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from decapolis.config.bodies import (
    BodyBroken,
    BodyTooLarge,
    Message,
    Receive,
    Send,
    read_body,
    refuse,
    replayed,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decapolis.config.settings")

# WhiteNoise hands its files over in pieces from a thread, which is what it says and no harm.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

LINES = "decapolis.live.entry"  # imported when the first line opens: a start can do without
AT_ONCE = 3  # more threads than this only fight for two cores; see docs/adr

_django = get_asgi_application()
_most = settings.UPLOAD_MB * 1_000_000 + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_room = asyncio.Semaphore(AT_ONCE)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer HTTP through Django, a few at a time; open lines and the server's own words beside."""
    if scope["type"] == "lifespan":
        await _live_and_stop(receive, send)
        return
    if scope["type"] == "websocket":
        await _lines().serve(scope, receive, send)
        return
    try:
        body = await read_body(scope, receive, most=_most)
    except BodyTooLarge:
        await refuse(send)
        return
    except BodyBroken:
        return
    with body:
        async with _room:
            await _django(scope, replayed(body, receive), send)


async def _live_and_stop(receive: Receive, send: Send) -> None:
    """Say yes to the start; before the stop, let open lines store what they have."""
    message = await receive()
    await send({"type": f"{message['type']}.complete"})
    await receive()
    if LINES in sys.modules:
        await _lines().close()
    await send({"type": "lifespan.shutdown.complete"})


def line(**given: Any) -> asyncio.Protocol:  # noqa: ANN401 -- what the server gives
    """Return a new WebSocket connection; the server asks here when the first one opens."""
    from decapolis.live.server import Line  # noqa: PLC0415 -- as LINES

    return Line(**given)


def _lines() -> ModuleType:
    return import_module(LINES)
