"""The name of a file, as it is shown: never a path, and nothing that turns its letters round."""

import re
import unicodedata

LONGEST = 120  # letters
KEPT_FORMATS = "\u200c\u200d"  # joiners, which Persian and the scripts of India need
EXTENSIONS = {"jpeg": ("jpeg", "jpg")}
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\s]+')


def shown_name(given: str, kind: str) -> str:
    r"""Return a name as it may be shown and saved under, with the ending of what the file is.

    Examples
    --------
    >>> shown_name("../../etc/passwd", "pdf")
    'passwd.pdf'
    >>> shown_name("C:\\fakepath\\Plan 2030.PDF", "pdf")
    'Plan 2030.pdf'
    >>> shown_name("photo.JPG", "jpeg"), shown_name("", "docx")
    ('photo.jpg', 'document.docx')
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    name = "".join(letter for letter in name if _is_plain(letter))
    name = _NOT_IN_NAMES.sub(" ", name).strip(" .")
    ending = kind
    for known in EXTENSIONS.get(kind, (kind,)):
        if name.lower().endswith(f".{known}"):
            ending, name = known, name[: -len(known) - 1]
    stem = name[:LONGEST].strip(" .")
    return f"{stem or 'document'}.{ending}"


def _is_plain(letter: str) -> bool:
    """Tell whether a letter only stands for itself: no control, no change of direction."""
    return letter.isspace() or letter in KEPT_FORMATS or unicodedata.category(letter)[0] != "C"
