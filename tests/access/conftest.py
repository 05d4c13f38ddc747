"""Another side that is told by webhook: a real server on this machine."""

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


@dataclass
class Other:
    """What the other side got, and what it answers."""

    url: str = ""
    status: int = 200
    location: str = ""
    got: list = field(default_factory=list)

    def told(self):
        return [json.loads(body) for _headers, body in self.got]


def checked(secret, headers, body):
    """Check a message as the other side would: by the standard's own words, without our code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body]
    )
    good = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    shown = [one.partition(",") for one in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(mark, good) for version, _, mark in shown)


@pytest.fixture
def other():
    """Let a server listen at an address of this machine while a test runs."""
    told = Other()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((dict(self.headers), body))
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.end_headers()

        def log_message(self, *_said):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/hook?from=here"
    yield told
    server.shutdown()
    thread.join(5)
    server.server_close()
