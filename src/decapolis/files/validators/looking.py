"""The program that looks into files, in a process of its own with little time and memory.

It reads the file from its standard input and answers on its standard output: one line of JSON,
then what it made of the file. ``check`` and ``square`` tell what it is and whether it is harmless
(and paint pictures anew); ``read`` takes its words out. It knows no database, no settings and no
secret, and whatever happens to it happens to nobody else.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from decapolis.files.validators import kinds
from decapolis.files.validators.unsafe import Unsafe

MEMORY = 1_200_000_000  # bytes
WRITTEN = 80_000_000
OPEN_FILES = 40
SECONDS = {"check": 20, "square": 20, "read": 90}  # of the processor
MOST_LETTERS = 400_000
PATIENCE = 60  # seconds after which the words that were found are enough


def limit(how: str) -> None:
    """Take away from this process what it does not need."""
    try:
        import resource  # noqa: PLC0415 -- optional dependency
    except ImportError:  # not on every system; the clock of the caller remains
        return
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS[how]),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def look(file: IO[bytes], how: str) -> tuple[dict[str, object], bytes]:
    """Return what is to be said of a file, and what was made of it.

    Raises
    ------
    Unsafe
        It breaks a rule.
    """
    head = file.read(kinds.HEAD)
    file.seek(0)
    family = kinds.family_of(head)
    if how == "read":
        return _read(file, family)
    if not head:
        raise Unsafe("empty")
    if family in {"png", "jpeg", "webp"}:
        from decapolis.files.validators import pictures  # noqa: PLC0415 -- slow import

        painted = pictures.paint(file, family, square=how == "square")
        return {"kind": "jpeg" if how == "square" else family}, painted
    if how == "square":
        raise Unsafe("no_picture")
    return {"kind": _kind(file, family)}, b""


def _kind(file: IO[bytes], family: str) -> str:
    if family == "pdf":
        from decapolis.files.validators import pdfs  # noqa: PLC0415 -- slow import

        return pdfs.check(file)
    if family == "zip":
        from decapolis.files.validators import office  # noqa: PLC0415 -- slow import

        return office.check(file)
    raise Unsafe("old" if family == "compound" else "unknown")


def _read(file: IO[bytes], family: str) -> tuple[dict[str, object], bytes]:
    if family == "pdf":
        from decapolis.files.validators import pdfs  # noqa: PLC0415 -- slow import

        paragraphs, pages = pdfs.read(file)
    elif family == "zip":
        from decapolis.files.validators import office  # noqa: PLC0415 -- slow import

        paragraphs, pages = office.read(file)
    else:
        return {"pages": None}, b""
    text = "\n".join(_enough(paragraphs))
    return {"pages": pages}, text.replace("\0", "").encode("utf-8", "ignore")


def _enough(paragraphs: Iterator[str]) -> Iterator[str]:
    """Yield paragraphs as long as there is time and room; what was found is kept in any case."""
    until, left = time.monotonic() + PATIENCE, MOST_LETTERS
    with suppress(MemoryError, RecursionError, Unsafe):
        for paragraph in paragraphs:
            if paragraph:
                yield paragraph[:left]
            left -= len(paragraph) + 1
            if left <= 0 or time.monotonic() > until:
                return


def main() -> None:
    """Answer for the file on standard input."""
    how = sys.argv[1]
    limit(how)
    try:
        said, made = look(sys.stdin.buffer, how)
    except Unsafe as error:
        said, made = {"refused": error.why}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
