"""Checks of what an initiative is."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decapolis.initiatives.errors import ValueRefused
from decapolis.initiatives.validators.values import plain
from decapolis.library.choices import Theme

LONGEST_TITLE = 200
LONGEST_CHALLENGE = 4000
MOST_THEMES = 5


def clean_title(text: str) -> str:
    """Return a title on one line.

    Raises
    ------
    ValueRefused
        It is empty or too long.
    """
    line = " ".join(plain(text).split())
    if not line:
        raise ValueRefused(_("Say in a few words what it is."), field="title")
    return _short(line, "title", LONGEST_TITLE)


def clean_challenge(text: str) -> str:
    """Return what hurts, and whom.

    Raises
    ------
    ValueRefused
        It is empty or too long.
    """
    words = plain(text).replace("\r\n", "\n").strip()
    if not words:
        raise ValueRefused(_("Say what hurts, and whom."), field="challenge")
    return _short(words, "challenge", LONGEST_CHALLENGE)


def clean_why(text: str, *, field: str = "why") -> str:
    """Return a reason, or nothing.

    Raises
    ------
    ValueRefused
        It is too long.
    """
    return _short(plain(text).replace("\r\n", "\n").strip(), field, LONGEST_CHALLENGE)


def clean_themes(themes: Iterable[str]) -> list[str]:
    """Return themes of the library, each once.

    Raises
    ------
    ValueRefused
        One of them is none, or there are too many.
    """
    found = list(dict.fromkeys(themes))
    if any(one not in Theme.values for one in found):
        raise ValueRefused(_("Choose themes from the list."), field="themes")
    if len(found) > MOST_THEMES:
        many = _("Choose at most {most} themes.")
        raise ValueRefused(many.format(most=MOST_THEMES), field="themes")
    return found


def _short(words: str, field: str, most: int) -> str:
    if len(words) > most:
        raise ValueRefused(_("Write at most {most} letters.").format(most=most), field=field)
    return words
