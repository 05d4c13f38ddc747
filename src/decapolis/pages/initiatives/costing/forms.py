"""Forms of costs and of the transfer check."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from decapolis.initiatives.actions.comparing import LONGEST_WHY
from decapolis.initiatives.actions.transfer import LONGEST_NOTE
from decapolis.initiatives.bridge.transfer import Key
from decapolis.initiatives.choices import Standing
from decapolis.initiatives.queries.comparing import Amount
from decapolis.library.choices import Scope

PARTS = 3
APART = "|"
LETTERS = 3  # of a currency
LONGEST_TEXT = 240


class WhyForm(forms.Form):
    """Why an amount is compared with, or not."""

    why = forms.CharField(label=_("Why"), max_length=LONGEST_WHY)


class ScopeForm(forms.Form):
    """What the price of a line covers, in the words by which prices are compared."""

    scope = forms.ChoiceField(
        label=_("What the price covers"),
        choices=[("", _("Not said")), *Scope.choices],
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, held: str = "") -> None:
        """Offer what stands there too, where it is a word that is listed no longer."""
        super().__init__(data, initial={"scope": held})
        field = self.fields["scope"]
        if held and held not in Scope.values and isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not said")), *Scope.choices, (held, held)]


class RangeForm(forms.Form):
    """The least and the most that a line may cost."""

    low = forms.CharField(label=_("At least"), max_length=40, required=False)
    high = forms.CharField(label=_("At most"), max_length=40, required=False)


class FindingForm(forms.Form):
    """What the team says of one condition."""

    standing = forms.ChoiceField(
        label=_("Is it met?"),
        choices=[("", _("As the figures say")), *Standing.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("What you know of it"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def amount_text(amount: Amount) -> str:
    """Write an amount so that a form can carry it."""
    slug, published, currency = amount
    return APART.join((slug, f"{published:f}", currency))


def amount_in(text: str) -> Amount | None:
    """Read an amount that a form carried; None where it is none."""
    parts = _parts(text)
    if parts is None or len(parts[2]) != LETTERS:
        return None
    try:
        amount = Decimal(parts[1])
    except InvalidOperation:
        return None
    return (parts[0], amount, parts[2]) if amount.is_finite() else None


def check_text(key: Key) -> str:
    """Write by what a check is known, so that a form can carry it."""
    return APART.join(key)


def check_in(text: str) -> Key | None:
    """Read by what a check is known; None where it is nothing of the kind."""
    parts = _parts(text)
    return Key(*parts) if parts else None


def _parts(text: str) -> tuple[str, str, str] | None:
    if len(text) > LONGEST_TEXT or not text.isprintable():
        return None
    parts = text.split(APART)
    return (parts[0], parts[1], parts[2]) if len(parts) == PARTS else None
