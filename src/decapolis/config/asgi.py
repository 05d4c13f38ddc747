"""The server's entry: one callable, with the number of requests at work bounded."""

import asyncio
import os
import warnings
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decapolis.config.settings")

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

# WhiteNoise hands its files over in pieces from a thread, which is what it says and no harm.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

AT_ONCE = 3  # more threads than this only fight for two cores; see docs/adr

_django = get_asgi_application()
_room = asyncio.Semaphore(AT_ONCE)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer HTTP through Django, a few at a time; say yes to the server's own start and stop."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    async with _room:
        await _django(scope, receive, send)
