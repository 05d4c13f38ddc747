"""PDF: nothing in it that runs, opens or hides another file; and its words, page by page."""

import re
from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from decapolis.files.validators.unsafe import Unsafe

MOST_OBJECTS = 400_000
MOST_PAGES = 5000
TAIL = 2048  # the end mark stands within as many bytes
HARMFUL_KEYS = {
    "/JS": "scripts",
    "/JavaScript": "scripts",
    "/XFA": "scripts",
    "/EmbeddedFiles": "embedded",
    "/EF": "embedded",
    "/RichMediaContent": "embedded",
}
HARMFUL_VALUES = {
    "/JavaScript": "scripts",
    "/Launch": "scripts",
    "/ImportData": "scripts",
    "/SubmitForm": "remote",
    "/GoToE": "embedded",
    "/EmbeddedFile": "embedded",
    "/FileAttachment": "embedded",
    "/RichMedia": "embedded",
    "/Rendition": "embedded",
    "/Movie": "embedded",
}
# The same where no table of contents leads to it: an older state of the file, say.
UNREACHED = re.compile(rb"/(?:(JavaScript|Launch)|(EmbeddedFiles?|RichMedia))(?![A-Za-z0-9])")
ZIP_END = b"PK\x05\x06"
LONGEST_ZIP_END = 65_557
BAD = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


def check(file: IO[bytes]) -> str:
    """Return ``pdf`` once nothing in it is harmful.

    Raises
    ------
    Unsafe
        As said by its reason.
    """
    _check_bytes(file)
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise Unsafe("encrypted")
        _check_objects(reader)
        if not len(reader.pages):
            raise Unsafe("broken")
    except BAD as error:
        raise Unsafe("broken") from error
    return "pdf"


def read(file: IO[bytes]) -> tuple[Iterator[str], int | None]:
    """Return the words of each page, and how many pages there are."""
    reader = PdfReader(file, strict=False)
    return _pages(reader), len(reader.pages)


def _pages(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return
        try:
            lines = page.extract_text().splitlines()
        except BAD:
            continue  # one page that cannot be read does not hide the others
        yield " ".join(" ".join(lines).split())


def _check_bytes(file: IO[bytes]) -> None:
    file.seek(0)
    data = file.read()
    file.seek(0)
    if b"%%EOF" not in data[-TAIL:]:
        raise Unsafe("broken")
    if ZIP_END in data[-LONGEST_ZIP_END:]:
        raise Unsafe("two_in_one")
    found = UNREACHED.search(data)
    if found:
        raise Unsafe("scripts" if found[1] else "embedded")


def _check_objects(reader: PdfReader) -> None:
    """Look at everything that can be reached from the file's own table of contents.

    Raises
    ------
    Unsafe
        Something in it is harmful, or there is too much.
    """
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer]
    count = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            name = (one.idnum, one.generation)
            if name in seen:
                continue
            seen.add(name)
            one = one.get_object()
        count += 1
        if count > MOST_OBJECTS:
            raise Unsafe("bomb")
        if isinstance(one, DictionaryObject):
            _check_dictionary(one)
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list.__iter__(one)


def _check_dictionary(one: DictionaryObject) -> None:
    for key in one:
        why = HARMFUL_KEYS.get(str(key))
        if why:
            raise Unsafe(why)
    for key in ("/S", "/Subtype", "/Type"):
        why = HARMFUL_VALUES.get(str(one.raw_get(key)), "") if key in one else ""
        if why:
            raise Unsafe(why)
