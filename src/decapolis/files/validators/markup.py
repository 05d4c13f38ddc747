"""XML read as it comes, without the whole of it in memory, and without entities."""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from decapolis.files.validators.unsafe import Unsafe

CHUNK = 65_536
Start = Callable[[str, Mapping[str, str]], None]


def _nothing(_said: str) -> None:
    """Take no notice."""


def walk(
    source: IO[bytes],
    *,
    start: Start,
    end: Callable[[str], None] = _nothing,
    text: Callable[[str], None] = _nothing,
) -> None:
    """Call back for each element and text; names come as ``prefix:name``, as they are written.

    Raises
    ------
    Unsafe
        It is no XML, or declares a document type, as nothing that Office writes does.
    """

    def doctype(*_told: object) -> None:
        raise Unsafe("broken")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        while chunk := source.read(CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 -- whether it is the last
        parser.Parse(b"", True)  # noqa: FBT003 -- as above
    except expat.ExpatError as error:
        raise Unsafe("broken") from error
