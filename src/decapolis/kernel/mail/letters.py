"""What a letter holds, and how it is written."""

import ipaddress
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine, Template
from django.utils.translation import get_language, get_language_bidi

LONGEST_SUBJECT = 150
LETTERS = uuid.UUID("b6a1a4c8-7c39-4b0e-8a70-3a4e5a2f7d15")  # names letters, for Message-ID


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; the address is a path of this platform, or absolute."""

    label: str
    url: str

    @property
    def address(self) -> str:
        """The whole address."""
        return absolute(self.url)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is told."""

    title: str
    text: str = ""
    kicker: str = ""  # what sort of thing it is
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """Mail to one person.

    ``reference`` names the letter: two with the same reference have the same Message-ID, so that
    one that had to be sent again is known as the same.
    """

    to: str
    subject: str
    title: str
    lead: str = ""
    code: str = ""  # shown large, to be typed
    items: tuple[Item, ...] = ()
    action: Link | None = None
    others: tuple[Item, ...] = ()  # told after the action: what else can be done
    foot: str = ""
    foot_links: tuple[Link, ...] = ()
    unsubscribe_url: str = ""  # takes a POST without sign-in (RFC 8058)
    reference: str = ""


def absolute(url: str) -> str:
    """Return a whole address; a path begins at the address of this platform."""
    return settings.PUBLIC_URL + url if url.startswith("/") else url


def written(letter: Letter) -> EmailMultiAlternatives:
    """Return the message that a letter is sent as."""
    headers = {
        "Message-ID": f"<{_name(letter.reference)}@{_domain()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{absolute(letter.unsubscribe_url)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    values = {
        "letter": letter,
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "home": settings.PUBLIC_URL,
    }
    message = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=_template("letter.txt").render(Context(values, autoescape=False)).strip() + "\n",
        to=[letter.to],
        headers=headers,
    )
    message.attach_alternative(_template("letter.html").render(Context(values)), "text/html")
    return message


def one_line(text: str) -> str:
    """Return text without breaks and marks that control; what is too long is cut."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= LONGEST_SUBJECT else plain[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _name(reference: str) -> str:
    return str(uuid.uuid5(LETTERS, reference) if reference else uuid.uuid4())


def _domain() -> str:
    """Return a domain for Message-ID: that of the platform, if it has one."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.encode("idna").decode("ascii") if "." in host else "decapolis.localhost"
    return "decapolis.localhost"


@cache
def _template(name: str) -> Template:
    engine = Engine(
        dirs=[str(Path(__file__).parent)], libraries={"i18n": "django.templatetags.i18n"}
    )
    return engine.get_template(name)
