"""What the pages of notices take."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from decapolis.notices.choices import Kind, Rate
from decapolis.notices.queries import Choice
from decapolis.pages.cities.forms import page_number
from decapolis.pages.links import with_query

BASE = "/desk/notices"


@dataclass(frozen=True, slots=True)
class NoticesQuery:
    """One view of someone's notices; what an address cannot mean is left out."""

    kind: str = ""
    only_new: bool = False
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "NoticesQuery":
        """Read an address or a form."""
        kind = query.get("kind", "")
        return cls(
            kind=kind if kind in Kind.values else "",
            only_new=query.get("show") == "new",
            page=page_number(query.get("page", "")),
        )

    def url(self, *, kind: str | None = None, only_new: bool | None = None, page: int = 1) -> str:
        """Return the address of this view, or of one beside it."""
        return with_query(
            BASE,
            kind=self.kind if kind is None else kind,
            show="new" if (self.only_new if only_new is None else only_new) else "",
            page=page if page > 1 else "",
        )


def _rates(choice: Choice) -> list[tuple[str, str]]:
    """Return the rhythms to choose from; the usual one says so."""
    usual = _("{rate} (as usual)").format(rate=choice.usual.label)
    return [(rate, usual if rate == choice.usual else str(rate.label)) for rate in Rate]


class RhythmsForm(forms.Form):
    """How often someone wants mail, a field for each kind."""

    def __init__(self, choices: tuple[Choice, ...], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.before = {choice.kind: choice.rate for choice in choices}
        for choice in choices:
            self.fields[choice.kind] = forms.ChoiceField(
                label=choice.kind.label,
                choices=_rates(choice),
                initial=choice.rate,
            )

    def changed(self) -> dict[Kind, Rate]:
        """Return what was set anew."""
        chosen = {kind: Rate(self.cleaned_data[kind]) for kind in self.before}
        return {kind: rate for kind, rate in chosen.items() if rate != self.before[kind]}
