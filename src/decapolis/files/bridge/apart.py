"""Start the program that looks into a file, and believe it no more than needed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

How = Literal["check", "square", "read"]
PROGRAM = "decapolis.files.validators.looking"
CODE = str(Path(__file__).resolve().parents[3])
WAITS = {"check": 30, "square": 30, "read": 120}  # seconds of the clock
LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """What the program said of a file."""

    kind: str = ""
    refused: str = ""  # a value of `Refusal`
    pages: int | None = None
    made: bytes = b""  # the picture painted anew, or the words


UNREADABLE = Look(refused="unreadable")


def look(file: IO[bytes], how: How) -> Look:
    """Return what can be said of a file, which must be one of the system (with a number)."""
    file.flush()
    file.seek(0)
    with tempfile.TemporaryFile() as answer:
        order = [sys.executable, "-s", "-X", "utf8", "-m", PROGRAM, how]
        started = subprocess.Popen(  # noqa: S603 -- our own program, and nothing of the file's
            order,
            stdin=file,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": CODE},  # none of our settings, hence no secret
            start_new_session=True,
        )
        try:
            code = started.wait(WAITS[how])
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _end(started)
        return _answer(answer) if code == 0 else UNREADABLE


def _end(started: "subprocess.Popen[bytes]") -> None:
    """End the program with all that it may have started."""
    if started.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def _answer(answer: IO[bytes]) -> Look:
    answer.seek(0)
    line = answer.readline(LONGEST_LINE)
    try:
        said: dict[str, Any] = json.loads(line)
    except ValueError:
        return UNREADABLE
    return Look(
        kind=str(said.get("kind", "")),
        refused=str(said.get("refused", "")),
        pages=said["pages"] if isinstance(said.get("pages"), int) else None,
        made=answer.read(),
    )
