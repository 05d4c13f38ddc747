"""The server's entry: one callable, with the number of requests at work bounded."""

import asyncio
import os
import warnings

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

AT_ONCE = 3  # more threads than this only fight for two cores; see docs/adr

_django = get_asgi_application()
_most = settings.UPLOAD_MB * 1_000_000 + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_room = asyncio.Semaphore(AT_ONCE)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer HTTP through Django, a few at a time; say yes to the server's own start and stop."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
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
