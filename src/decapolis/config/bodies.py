"""What a request brings along, read before Django has it: no more than allowed, and at leisure.

Django takes a body as long as it comes, and a request that is at work holds one of few places. So
a body is read to its end first, however slow its sender is; one that is too large is refused by
what it says of its length, or as soon as more comes than may.
"""

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from typing import IO, Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

IN_MEMORY = 1_000_000  # bytes; more is kept in a file without a name
CHUNK = 65_536
SORRY = b"This is too large to be handed in. Nothing was changed. Go back and choose less.\n"


class BodyTooLarge(Exception):
    """More comes than may."""


class BodyBroken(Exception):
    """Its sender went away before it was whole; what came is gone."""


async def read_body(scope: Message, receive: Receive, *, most: int) -> IO[bytes]:
    """Return the whole body of a request.

    Raises
    ------
    BodyTooLarge
        It says so, or more comes than may.
    """
    if _declared(scope) > most:
        raise BodyTooLarge
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed by who asked
    try:
        await _fill(body, receive, most)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _fill(body: IO[bytes], receive: Receive, most: int) -> None:
    """Write what comes, to its end.

    Raises
    ------
    BodyTooLarge
        More comes than may.
    BodyBroken
        Its sender went away.
    """
    size, goes_on = 0, True
    while goes_on:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyBroken
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise BodyTooLarge
        body.write(chunk)
        goes_on = message.get("more_body", False)


def replayed(body: IO[bytes], receive: Receive) -> Receive:
    """Return a way to receive the body once more, and then what else comes."""
    is_over = False

    async def again() -> Message:
        nonlocal is_over
        if is_over:
            return await receive()
        chunk = body.read(CHUNK)
        is_over = len(chunk) < CHUNK
        return {"type": "http.request", "body": chunk, "more_body": not is_over}

    return again


async def refuse(send: Send) -> None:
    """Answer 413, and let the server close the line."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(SORRY)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": SORRY})


def _declared(scope: Message) -> int:
    """Return the length that a request says it has; 0 where it says none."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0
