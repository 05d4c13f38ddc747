"""Check marks, proofs and texts that people write."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from decapolis.benchmarks.errors import ProofRefused, TextMissing

LEAST_LETTERS = 15
MOST_LETTERS = 4_000
LONGEST_ADDRESS = 1_000
LONGEST_PAGE = 40


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something can be looked up: a document of the library, an address, or both.

    Attributes
    ----------
    document
        Its slug; empty for none.
    page
        ``12``, ``12-14``, ``slide 3``.
    """

    document: str = ""
    url: str = ""
    page: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.document or self.url)


def clean_text(text: str, *, field: str, least: int = 0) -> str:
    """Return a text as it is kept.

    Raises
    ------
    TextMissing
        It is shorter or longer than it may be.
    """
    kept = text.strip().replace("\0", "")
    if len(kept) < least:
        raise TextMissing(_("Say why, in a sentence."), field=field)
    if len(kept) > MOST_LETTERS:
        raise TextMissing(_("Shorten it to {most} letters.").format(most=MOST_LETTERS), field=field)
    return kept


def clean_evidence(given: Evidence) -> Evidence:
    """Return evidence as it is kept; whether the document can be read is seen elsewhere.

    Raises
    ------
    ProofRefused
        It names neither an address nor a document, or the address is none.
    """
    url, page = given.url.strip(), given.page.strip()
    if not (url or given.document):
        raise ProofRefused(_("Name a document or an address as proof."), field="url")
    if url and not _is_address(url):
        raise ProofRefused(
            _("Write a whole address that begins with https:// or http://."), field="url"
        )
    if len(page) > LONGEST_PAGE:
        raise ProofRefused(
            _("Write the page in at most {most} letters.").format(most=LONGEST_PAGE), field="page"
        )
    return Evidence(given.document, url, page, clean_text(given.note, field="note"))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = not any(letter.isspace() or letter in '<>"' for letter in url)
    short = len(url) <= LONGEST_ADDRESS
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and plain and short
