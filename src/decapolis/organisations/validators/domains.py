"""E-mail domains: which tell for whom someone works, and which do not."""

import re

from django.utils.translation import gettext as _

from decapolis.organisations.choices import OPEN_MAIL_DOMAINS
from decapolis.organisations.errors import DomainNotOfABody

LONGEST = 253
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def clean_domain(text: str) -> str:
    """Return a domain in small ASCII letters, from ``Dayton.gov``, ``@dayton.gov`` or an address.

    Raises
    ------
    DomainNotOfABody
        It is no domain, or one under which anybody gets an address.
    """
    written = text.strip()
    domain = _in_ascii(written.rpartition("@")[2].strip(" ."))
    if not _DOMAIN.fullmatch(domain) or len(domain) > LONGEST:
        raise DomainNotOfABody(
            _("“{text}” is not an e-mail domain. Write what stands after the @: city.gov.").format(
                text=written[:80]
            ),
            field="domain",
        )
    if domain in OPEN_MAIL_DOMAINS:
        raise DomainNotOfABody(
            _(
                "Anybody can get an address at {domain}, so that it says nothing of a city. "
                "Name a domain that the body gives to its own people alone."
            ).format(domain=domain),
            field="domain",
        )
    return domain


def domain_of(email: str) -> str:
    """Return the domain of an address in small ASCII letters; empty where it has none."""
    return _in_ascii(email.rpartition("@")[2]) if "@" in email else ""


def _in_ascii(domain: str) -> str:
    """Return a domain as mail servers write it; what cannot be written so stays as it is."""
    try:
        return domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return domain.lower()
