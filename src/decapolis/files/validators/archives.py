"""Zip files that may be opened: no bombs, no overlaps, nothing before or behind, no passwords."""

import struct
import zipfile
from typing import IO

from decapolis.files.validators.unsafe import Unsafe

MOST_PARTS = 4000
MOST_DIRECTORY = 2_000_000  # bytes of the table of contents
MOST_UNPACKED = 250_000_000
LARGE_PART, MOST_RATIO = 2_000_000, 200  # a part above this size may not shrink more than that
END = struct.Struct("<4s4H2LH")
ENCRYPTED, PLAIN_METHODS = 0x61, {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Return a zip file whose table of contents has been checked before anything is unpacked.

    Raises
    ------
    Unsafe
        It is a bomb, broken, encrypted, or has something before or behind.
    """
    _check_end(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError) as error:
        raise Unsafe("broken") from error
    _check_parts(archive.infolist())
    return archive


def _check_end(file: IO[bytes]) -> None:
    """Read the last record by hand, since what it says decides how much is read after it.

    Raises
    ------
    Unsafe
        As said.
    """
    size = file.seek(0, 2)
    if size < END.size:
        raise Unsafe("broken")
    file.seek(size - END.size)
    mark, disk, start_disk, here, parts, length, offset, comment = END.unpack(file.read(END.size))
    if mark != b"PK\x05\x06" or comment or disk or start_disk or here != parts:
        raise Unsafe("broken")  # or followed by something that is no zip
    if parts > MOST_PARTS or length > MOST_DIRECTORY:
        raise Unsafe("bomb")
    if offset + length != size - END.size:
        raise Unsafe("two_in_one")
    file.seek(0)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.casefold() for part in parts}
    if len(names) != len(parts) or not all(map(_is_plain_name, names)):
        raise Unsafe("broken")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unsafe("encrypted")
    if any(part.compress_type not in PLAIN_METHODS for part in parts):
        raise Unsafe("broken")
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_is_bomb, parts)):
        raise Unsafe("bomb")
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:  # parts that lie on each other
            raise Unsafe("bomb")
        end = part.header_offset + part.compress_size


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > LARGE_PART and part.file_size > MOST_RATIO * part.compress_size


def _is_plain_name(name: str) -> bool:
    return not (name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"))
