"""A program that has all loaded and forks servers: one starts in no time, and dies by a signal.

Each line that it reads is a port and the address of a relay; it answers with the process.
"""

import os
import signal
import sys

import django
import uvicorn


def main():
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- not before the setup

    import decapolis.config.asgi  # noqa: F401, PLC0415
    import decapolis.live.entry  # noqa: F401, PLC0415
    import decapolis.live.server  # noqa: F401, PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    for line in sys.stdin:
        port, _space, relay = line.strip().partition(" ")
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.stdin.close()
            settings.VALKEY_URL = relay
            uvicorn.run(
                "decapolis.config.asgi:application",
                port=int(port),
                log_level="warning",
                ws="decapolis.config.asgi:line",
            )
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
