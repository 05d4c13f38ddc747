"""What the pages of indicators read from an address, and the form of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from decapolis.indicators.bridge import Question
from decapolis.indicators.choices import Table
from decapolis.kernel.permissions import Visibility
from decapolis.pages.cities.forms import clean

LONGEST_WORDS = 120
LONGEST_VALUE = 60
MOST_VALUES = 30
FACETS = {"theme": "themes", "level": "levels", "direction": "directions", "source": "sources"}


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Which indicators are asked for; what an address cannot mean finds nothing."""

    words: str = ""
    themes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> "CatalogueQuery":
        """Read the question from an address."""
        words = " ".join(clean(query.get("q", "")).split())[:LONGEST_WORDS]
        held = {field: _values(query, name) for name, field in FACETS.items()}
        return cls(words=words, **held)

    @property
    def question(self) -> Question:
        """The same for the catalogue."""
        return Question(self.words, self.themes, self.levels, self.directions, self.sources)

    def url(self, **changes: Any) -> str:  # noqa: ANN401 -- any field
        """Return the address of the catalogue with something changed."""
        other = replace(self, **changes)
        pairs = [("q", other.words)] if other.words else []
        for name, field in FACETS.items():
            pairs += [(name, value) for value in getattr(other, field)]
        return "/indicators" + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, field: str, value: str) -> str:
        """Return the address with a value added to a filter, or taken away where it is there."""
        held: Sequence[str] = getattr(self, field)
        values = [one for one in held if one != value] if value in held else [*held, value]
        return self.url(**{field: tuple(values)})


class UploadForm(forms.Form):
    """A table of figures, and what its rows are."""

    table = forms.ChoiceField(label=_("What each row is"), choices=Table.choices)
    visibility = forms.ChoiceField(
        label=_("Who may read these indicators or sources"),
        help_text=_("For rows that do not say. Values follow their indicator and their source."),
        choices=[("", _("As they stand; new ones everyone")), *Visibility.choices],
        required=False,
    )
    file = forms.FileField(
        label=_("The table"),
        help_text=_(
            "CSV in UTF-8, or XLSX (its first sheet); up to 25 MB and 100,000 rows. A table of "
            "over 2,000 rows is checked while you do something else."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": _("Choose a CSV or XLSX file."),
            "empty": _("This file is empty. Choose one that holds rows."),
        },
    )


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    given = [clean(value).strip()[:LONGEST_VALUE] for value in query.getlist(name)[:MOST_VALUES]]
    return tuple(dict.fromkeys(value for value in given if value))
