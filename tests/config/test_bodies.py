"""What a request brings along: bounded, whole, and read before anything is at work."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from decapolis.config.bodies import BodyBroken, BodyTooLarge, read_body, refuse, replayed


def run(work):
    """Run in a thread of its own: in this one a browser of other tests may have its loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class Line:
    """A line over which a body comes, chunk by chunk; it counts what was taken."""

    def __init__(self, *chunks, ends=True):
        self.waiting = [
            {
                "type": "http.request",
                "body": chunk,
                "more_body": place < len(chunks) - 1 or not ends,
            }
            for place, chunk in enumerate(chunks)
        ]
        self.taken = 0

    async def receive(self):
        self.taken += 1
        return self.waiting.pop(0) if self.waiting else {"type": "http.disconnect"}


def scope(length=None):
    headers = [] if length is None else [(b"content-length", str(length).encode())]
    return {"type": "http", "headers": headers}


def read(line, most=1000, length=None):
    return run(read_body(scope(length), line.receive, most=most))


def test_what_says_that_it_is_too_large_is_refused_before_a_byte_of_it_is_read():
    line = Line(b"x")
    with pytest.raises(BodyTooLarge):
        read(line, length=1001)
    assert line.taken == 0


@pytest.mark.parametrize("length", [None, 10, "-5", "many"])
def test_what_says_nothing_or_lies_is_refused_as_soon_as_there_is_more(length):
    line = Line(*[b"x" * 300] * 50)
    with pytest.raises(BodyTooLarge):
        read(line, length=length)
    assert line.taken == 4


def test_half_a_body_leaves_nothing(monkeypatch):
    made = []

    class Watched(tempfile.SpooledTemporaryFile):
        def __init__(self, *told):
            super().__init__(*told)
            made.append(self)

    monkeypatch.setattr("decapolis.config.bodies.tempfile.SpooledTemporaryFile", Watched)
    with pytest.raises(BodyBroken):
        read(Line(b"abc", b"def", ends=False))
    assert [one.closed for one in made] == [True]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_a_body_comes_once_more_as_it_was_and_then_what_follows(size):
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    line = Line(data[: size // 2], data[size // 2 :])

    async def through():
        with await read_body(scope(size), line.receive, most=1_000_000) as body:
            again, parts, goes_on = replayed(body, line.receive), [], True
            while goes_on:
                message = await again()
                parts.append(message["body"])
                goes_on = message["more_body"]
            return b"".join(parts), await again()

    assert run(through()) == (data, {"type": "http.disconnect"})


def test_who_sends_too_much_is_told():
    sent = []

    async def send(message):
        sent.append(message)

    run(refuse(send))
    assert sent[0]["status"] == 413
    assert b"too large" in sent[1]["body"]


def test_the_server_refuses_a_huge_upload_unread_and_takes_others(settings):
    from decapolis.config import asgi  # noqa: PLC0415 -- app ready

    async def ask(line, length):
        sent = []

        async def send(message):
            sent.append(message)

        path = {"path": "/healthz-nowhere", "raw_path": b"/", "query_string": b"", "method": "POST"}
        rest = {"http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80)}
        await asgi.application(scope(length) | path | rest, line.receive, send)
        return [message.get("status") for message in sent if "status" in message]

    huge = Line(*[b"x" * 60_000] * 1000)
    assert run(ask(huge, 60_000_000)) == [413]
    assert huge.taken == 0
    broken = Line(b"abc", ends=False)
    assert run(ask(broken, 100)) == []
