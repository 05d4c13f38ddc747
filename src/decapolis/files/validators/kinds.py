"""What a file is, by its first bytes."""

HEAD = 16  # bytes that tell
_PROGRAMS = (
    b"MZ",  # Windows
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # macOS, Java
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office, and Office with a password
ZIP = b"PK\x03\x04"


def family_of(head: bytes) -> str:
    """Return ``pdf``, ``zip``, ``png``, ``jpeg``, ``webp``, ``compound`` or nothing.

    Examples
    --------
    >>> family_of(b"%PDF-1.7"), family_of(b"MZ"), family_of(b"<html>")
    ('pdf', '', '')
    """
    starts = {
        b"%PDF-": "pdf",
        ZIP: "zip",
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpeg",
        COMPOUND: "compound",
    }
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((name for start, name in starts.items() if head.startswith(start)), "")


def is_program(head: bytes) -> bool:
    """Tell whether something runs by itself."""
    return head.startswith(_PROGRAMS)
