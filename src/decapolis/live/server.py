"""Uvicorn's WebSocket, with a way past its queues: a change goes to many as one ready frame.

Sending a message through the layers costs some fifty microseconds a line, writing a frame five.
What comes in is taken at once, where the layers wake a task and turn reading off and on.
"""

import logging
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State
from websockets.server import ServerProtocol

from decapolis.live.wire import MOST_MESSAGE

LINE = "decapolis.line"  # in `extensions` of the scope
PATIENCE_S = 5.0  # for a browser that does not take what was written


class Line(WebSocketsSansIOProtocol):
    """One connection. Nothing is zipped: most messages are short, and each would cost more."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 -- what uvicorn gives
        super().__init__(**given)
        self.conn = ServerProtocol(max_size=MOST_MESSAGE, logger=logging.getLogger("uvicorn.error"))
        self.take: Callable[[bytes], None] | None = None  # whoever hears; None: the queue

    async def run_asgi(self) -> None:
        """Hand over to the program, which finds the line beside what ASGI has."""
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[LINE] = self
        await super().run_asgi()

    def send_receive_event_to_app(self) -> None:
        """Hand a message over, past the queue where it is empty."""
        is_queued = self.curr_msg_data_type == "text" or self.close_sent or not self.queue.empty()
        if self.take is None or is_queued:
            super().send_receive_event_to_app()
        else:
            data, self.frames = b"".join(self.frames), []
            self.take(data)

    def write(self, frame: bytes) -> int:
        """Write a frame; return how many bytes wait to be taken."""
        if self.conn.state is State.OPEN and not self.transport.is_closing():
            self.transport.write(frame)
            return self.transport.get_write_buffer_size()
        return 0

    def close(self, code: int, reason: str) -> None:
        """Say why and close, also where the other side takes nothing any more."""
        if self.conn.state is not State.OPEN or self.close_sent:
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(PATIENCE_S, self._cut)

    def _cut(self) -> None:
        self.transport.abort()
