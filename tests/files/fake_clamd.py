"""A virus scanner that finds one word; it speaks as clamd does."""

import contextlib
import socketserver
import struct
import threading


class Clamd(socketserver.StreamRequestHandler):
    """Answers INSTREAM."""

    def handle(self):
        said = self.rfile.read(10)
        data = b""
        while said == b"zINSTREAM\0" and (length := struct.unpack("!L", self.rfile.read(4))[0]):
            data += self.rfile.read(length)
        self.server.seen.append(data)
        self.wfile.write(self.server.answer or self.verdict(data))

    @staticmethod
    def verdict(data):
        return b"stream: Test.Word FOUND\0" if b"EICAR" in data else b"stream: OK\0"


class OverSocket(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class OverTCP(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextlib.contextmanager
def clamd(path=None, answer=b""):
    """Run the scanner; yield it, with its ``url`` and what it has ``seen``."""
    kind, at = (OverSocket, str(path)) if path else (OverTCP, ("127.0.0.1", 0))
    with kind(at, Clamd) as server:
        server.seen, server.answer = [], answer
        server.url = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
