"""The fields of one row of each list, in their order, and the words of their buttons."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from decapolis.library.choices import FundingKind, Nature, OutcomeKind, Part, Recurrence
from decapolis.library.queries.wording import field_label
from decapolis.organisations.choices import Sector

Kind = Literal["line", "area", "choice", "check", "figure", "city"]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class RowPart:
    """What one field of a row is."""

    label: Words
    kind: Kind = "line"
    hint: Words = ""
    choices: Any = None  # a closed list
    empty: Words | None = None  # the word for no choice; None: there is always one
    optional: bool = True
    is_rare: bool = False
    usual: str = ""


_SOURCE = RowPart(gettext_lazy("Source"), "choice", empty=gettext_lazy("not chosen"))
_CLAIM = RowPart(gettext_lazy("The seller's own figure"), "check", is_rare=True)
_YEAR = gettext_lazy("Such as 2019.")

PARTS: dict[str, dict[str, RowPart]] = {
    "costs": {
        "amount": RowPart(
            gettext_lazy("Amount"), "figure", gettext_lazy("In full, such as 1200000."),
            optional=False,
        ),
        "currency": RowPart(gettext_lazy("Currency"), hint=gettext_lazy("Three letters: USD, EUR."),
                          optional=False),
        "part": RowPart(gettext_lazy("What it is"), "choice", choices=Part, usual=Part.TOTAL),
        "recurrence": RowPart(gettext_lazy("How often"), "choice", choices=Recurrence,
                            usual=Recurrence.ONCE),
        "nature": RowPart(gettext_lazy("Planned or spent"), "choice", choices=Nature,
                        usual=Nature.UNCLEAR),
        "price_year": RowPart(gettext_lazy("At prices of"), "figure", _YEAR),
        "covers": RowPart(gettext_lazy("What it covers"), "area"),
        "source": _SOURCE,
        "quantity": RowPart(gettext_lazy("How many it bought"), "figure", is_rare=True),
        "unit": RowPart(gettext_lazy("Of what"), hint=gettext_lazy("One of them: lamp, bus."),
                      is_rare=True),
        "scope": RowPart(gettext_lazy("What the price of one covers"), is_rare=True),
        "read_from": RowPart(gettext_lazy("The source's words that give the number"), "area",
                           is_rare=True),
        "claim": _CLAIM,
    },
    "funding": {
        "kind": RowPart(gettext_lazy("Who pays"), "choice", choices=FundingKind,
                      empty=gettext_lazy("Choose"), optional=False),
        "name": RowPart(gettext_lazy("Name")),
        "amount": RowPart(gettext_lazy("Amount"), "figure"),
        "currency": RowPart(gettext_lazy("Currency")),
    },
    "outcomes": {
        "metric": RowPart(gettext_lazy("What was measured"), optional=False,
                        hint=gettext_lazy("In a few words: electricity used.")),
        "value": RowPart(gettext_lazy("Value"), "figure"),
        "unit": RowPart(gettext_lazy("Unit")),
        "baseline": RowPart(gettext_lazy("Before"), "figure"),
        "expected": RowPart(gettext_lazy("Expected"), "figure"),
        "year": RowPart(gettext_lazy("Year"), "figure"),
        "kind": RowPart(gettext_lazy("How it is known"), "choice", choices=OutcomeKind,
                      usual=OutcomeKind.REPORTED),
        "good": RowPart(gettext_lazy("Is it good?"), "choice", empty=gettext_lazy("neither")),
        "source": _SOURCE,
        "text": RowPart(gettext_lazy("In a sentence"), "area", optional=False),
        "claim": _CLAIM,
    },
    "partners": {
        "name": RowPart(gettext_lazy("Name"), optional=False),
        "sector": RowPart(gettext_lazy("Sector"), "choice", choices=Sector,
                        empty=gettext_lazy("Choose"), optional=False),
    },
    "sources": {
        "title": RowPart(gettext_lazy("Title"), optional=False),
        "url": RowPart(gettext_lazy("Address"), optional=False,
                     hint=gettext_lazy("Begins with https://.")),
        "publisher": RowPart(gettext_lazy("Publisher")),
        "year": RowPart(gettext_lazy("Year"), "figure"),
    },
}  # fmt: skip
WORDS: dict[str, tuple[Words, Words]] = {  # of one row, and of its button
    "costs": (gettext_lazy("Cost {n}"), gettext_lazy("Add a cost")),
    "funding": (gettext_lazy("Payer {n}"), gettext_lazy("Add a payer")),
    "outcomes": (gettext_lazy("Outcome {n}"), gettext_lazy("Add an outcome")),
    "partners": (gettext_lazy("Partner {n}"), gettext_lazy("Add a partner")),
    "sources": (gettext_lazy("Source {n}"), gettext_lazy("Add a source")),
    "lessons": (gettext_lazy("Lesson {n}"), gettext_lazy("Add a lesson")),
    "barriers": (gettext_lazy("Hindrance {n}"), gettext_lazy("Add what hindered")),
}


def place_in_words(field: str) -> str:
    """Return where in the form a field is: ``Cost 1, amount``."""
    name, *rest = field.split(".")
    if name not in WORDS or not rest or not rest[0].isdecimal():
        return field_label(name)
    row = str(WORDS[name][0]).format(n=int(rest[0]) + 1)
    part = PARTS.get(name, {}).get(rest[1]) if len(rest) > 1 else None
    return f"{row}, {str(part.label).lower()}" if part else row
