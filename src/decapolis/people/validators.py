"""Checks of one value: addresses, names, lists of a profile, passwords."""

import re
import string
import zoneinfo
from collections.abc import Iterable

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from decapolis.people.errors import ValueRefused

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
LONGEST_NAME = 200
LONGEST_CIRCLE = 120  # letters of its name
LONGEST_TEXT = 2000
MOST_LANGUAGES = 12
MOST_THEMES = 20
LONGEST_PASSWORD = 128  # hashing a longer one would only cost time
SAMPLE = "you@city.gov"
FEWEST_LETTERS = 4
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
)

_looks_like_an_address = EmailValidator()


def clean_address(text: str) -> str:
    """Return an e-mail address as it is kept: in small letters.

    Raises
    ------
    ValueRefused
        It is no address.
    """
    address = text.strip().lower()
    try:
        _looks_like_an_address(address)
    except ValidationError as error:
        wrong = _("This is not an e-mail address. Write it as %(sample)s.") % {"sample": SAMPLE}
        raise ValueRefused(wrong, field="email") from error
    if len(address) > 254:  # noqa: PLR2004 -- the longest that there is
        raise ValueRefused(_("This address is too long."), field="email")
    return address


def domain_of(address: str) -> str:
    """Return the part behind the ``@``, in small letters."""
    return address.rpartition("@")[2].strip().lower()


def clean_name(text: str) -> str:
    """Return a name on one line.

    Raises
    ------
    ValueRefused
        It is empty, too long, or an address on the web.
    """
    name = clean_line(text, field="name")
    if not name:
        raise ValueRefused(_("Write your name, as colleagues know you."), field="name")
    if "://" in name or "www." in name.lower():
        raise ValueRefused(_("Write a name, not an address on the web."), field="name")
    return name


def clean_circle_name(text: str) -> str:
    """Return the name of a circle on one line.

    Raises
    ------
    ValueRefused
        It is empty, or too long.
    """
    name = clean_line(text, field="name")
    if not name:
        raise ValueRefused(_("Write a name by which its people know the circle."), field="name")
    if len(name) > LONGEST_CIRCLE:
        too_long = _("Write at most %(most)s characters.") % {"most": LONGEST_CIRCLE}
        raise ValueRefused(too_long, field="name")
    return name


def clean_line(text: str, *, field: str) -> str:
    """Return text on one line, without what does not show.

    Raises
    ------
    ValueRefused
        It is too long.
    """
    line = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if len(line) > LONGEST_NAME:
        too_long = _("Write at most %(most)s characters.") % {"most": LONGEST_NAME}
        raise ValueRefused(too_long, field=field)
    return line


def clean_text(text: str, *, field: str) -> str:
    """Return a few lines of text.

    Raises
    ------
    ValueRefused
        It is too long.
    """
    words = text.replace("\0", "").strip()
    if len(words) > LONGEST_TEXT:
        too_long = _("Write at most %(most)s characters.") % {"most": LONGEST_TEXT}
        raise ValueRefused(too_long, field=field)
    return words


def clean_languages(codes: Iterable[str]) -> list[str]:
    """Return codes of languages, each once, in the order given.

    Raises
    ------
    ValueRefused
        One of them is no code, or there are too many.
    """
    found = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    wrong = [code for code in found if not LANGUAGE.fullmatch(code)]
    if wrong:
        unknown = _("%(code)s is not a code of a language. Write en, es, pt-BR.")
        raise ValueRefused(unknown % {"code": wrong[0][:20]}, field="languages")
    if len(found) > MOST_LANGUAGES:
        too_many = _("Choose at most %(most)s languages.") % {"most": MOST_LANGUAGES}
        raise ValueRefused(too_many, field="languages")
    return found


def clean_themes(themes: Iterable[str]) -> list[str]:
    """Return themes of the library, each once. Which ones there are, the page knows that asks.

    Raises
    ------
    ValueRefused
        There are too many.
    """
    found = list(dict.fromkeys(theme.strip()[:40] for theme in themes if theme.strip()))
    if len(found) > MOST_THEMES:
        too_many = _("Choose at most %(most)s themes.") % {"most": MOST_THEMES}
        raise ValueRefused(too_many, field="expertise")
    return found


def clean_time_zone(name: str) -> str:
    """Return the IANA name of a time zone.

    Raises
    ------
    ValueRefused
        There is no such time zone.
    """
    if name not in zoneinfo.available_timezones():
        unknown = _("There is no such time zone. Choose one, such as Europe/Madrid.")
        raise ValueRefused(unknown, field="time_zone")
    return name


class MaximumLengthValidator:
    """Refuses passwords that are so long that hashing them only costs time."""

    def validate(self, password: str, user: object = None) -> None:
        """Check a password.

        Raises
        ------
        ValidationError
            It is too long.
        """
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("A password has at most %(most)s characters.") % {"most": LONGEST_PASSWORD}


class PlainPasswordValidator(CommonPasswordValidator):
    """Refuses what is long and yet plain: a common password repeated, dressed up, or a row of keys.

    The list of common passwords comes with Django; nothing is asked elsewhere.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Check a password.

        Raises
        ------
        ValidationError
            What is left without digits and marks around it, and without repetition, is too little.
        """
        core = _once(password.casefold().strip(string.digits + string.punctuation + " "))
        is_row = any(core in row + row or core in (row + row)[::-1] for row in ROWS)
        if len(set(core)) < FEWEST_LETTERS or is_row or core in self.passwords:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("This is too easy to guess. Take a few words that belong to nobody else.")


def _once(text: str) -> str:
    """Return what a text repeats, or the text."""
    period = (text + text).find(text, 1)
    return text[:period] if 0 < period <= len(text) // 2 else text
