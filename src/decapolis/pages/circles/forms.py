"""What network staff write about circles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decapolis.people.validators import LONGEST_CIRCLE, LONGEST_TEXT

MOST_TYPED = 20_000  # letters; some hundred people


def _people_field(*, is_needed: bool) -> forms.CharField:
    return forms.CharField(
        label=_("People"),
        max_length=MOST_TYPED,
        required=is_needed,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Members, one on each line: an e-mail address, or a whole name."),
        error_messages={"required": _("Write at least one name or address.")},
    )


class CircleForm(forms.Form):
    """Name and purpose of a circle."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_CIRCLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As its people know it: Night-time managers 2026."),
        error_messages={"required": _("Write a name by which its people know the circle.")},
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its people read this."),
    )


class NewCircleForm(CircleForm):
    """A circle, and whom to seat at once."""

    people = _people_field(is_needed=False)


class SeatForm(forms.Form):
    """Whom to seat, as they were typed."""

    people = _people_field(is_needed=True)
