"""What an app gives to be found."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from decapolis.kernel.permissions import Visibility

LONGEST_TITLE = 300
LONGEST_NAME = 120
LONGEST_TEXT = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """One record as search is to know it; unknown is empty or None.

    Attributes
    ----------
    paragraphs
        The record's own sentences: matched by words and by meaning.
    keywords
        Names that belong to it (places, partners, technologies): matched by words alone.
    hints
        How people ask for it, never shown: matched by words and, one by one, by meaning.
    evidence
        How well its own results are known.
    level
        Of evidence, as a reviewer gave it; 0: nobody has reviewed it.
    cost
        Constant international dollars.
    """

    kind: str
    slug: str
    title: str
    paragraphs: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    language: str = "en"
    themes: tuple[str, ...] = ()
    city_id: int | None = None
    city_name: str = ""
    region: str = ""
    country: str = ""
    population: int | None = None
    status: str = ""
    went: str = ""
    subkind: str = ""
    evidence: int | None = None
    level: int | None = None
    started: int | None = None
    ended: int | None = None
    cost: float | None = None
    visibility: str = field(default=Visibility.PUBLIC)

    @property
    def digest(self) -> str:
        """A hash of all fields: the same for the same entry."""
        return _hash(asdict(self))

    def columns(self) -> dict[str, Any]:
        """Return the entry's columns, each as long as it may be."""
        values = asdict(self)
        for lines in ("paragraphs", "keywords", "hints"):
            values[lines] = "\n".join(" ".join(line.split()) for line in values[lines] if line)
            values[lines] = values[lines][:LONGEST_TEXT]
        values["text"] = values.pop("paragraphs")
        values["title"] = self.title[:LONGEST_TITLE]
        values["city_name"] = self.city_name[:LONGEST_NAME]
        values["region"] = self.region[:LONGEST_NAME]
        values["themes"] = list(self.themes)
        values["digest"] = self.digest
        return values


def words_digest(title: str, text: str, hints: str) -> str:
    """Return a hash of the words that are embedded: unchanged words keep their vectors."""
    return _hash([title, text, hints])


def _hash(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
