"""What a reviewer and a city that followed a practice write."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decapolis.library.choices import GIVEN_LEVELS, Check
from decapolis.library.validators import plain_values

MOST_LETTERS = 4000


class _Text(forms.CharField):
    """Text of several lines, without what no text holds."""

    def __init__(self, *, rows: int = 4, **told: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **told)

    def to_python(self, value: object) -> str:
        """Return the text without what no database holds."""
        return str(plain_values(super().to_python(value) or ""))


class ReviewForm(forms.Form):
    """The level, what was looked for, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    checks = forms.MultipleChoiceField(
        label=_("What does the record show?"),
        help_text=_("Tick what is so. A claim of a supplier shows nothing."),
        required=False,
        choices=Check.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.TypedChoiceField(
        label=_("Level of evidence"),
        coerce=int,
        choices=[(level.value, f"{level.value}. {level.label}") for level in GIVEN_LEVELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a level."), "invalid_choice": _("Choose a level.")},
    )
    reasons = _Text(
        label=_("Your reasons"),
        rows=6,
        max_length=MOST_LETTERS,
        help_text=_(
            "A sentence at least: what the level rests on, and what is missing for the next. "
            "Everybody who can read the practice reads this; members see your name."
        ),
        error_messages={"required": _("Say why, in a sentence at least.")},
    )


class NoteForm(forms.Form):
    """A line or two to go with an act."""

    note = _Text(label=_("For the reviewer"), rows=2, max_length=2000, required=False)


class AdoptForm(forms.Form):
    """What a city tells of how it followed a practice.

    Who speaks for cities chooses among these and their practices; network staff write both.
    """

    city = forms.CharField(label=_("City"), max_length=200, required=False)
    practice = forms.CharField(label=_("Its page"), max_length=300, required=False)
    year = forms.IntegerField(
        label=_("When it began there"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        help_text=_("Such as 2019. Needed where there is no page yet."),
        error_messages={"invalid": _("Write a year, such as 2019.")},
    )
    changed = _Text(
        label=_("What was done otherwise"),
        max_length=MOST_LETTERS,
        help_text=_("What others should know before they copy it. “Nothing” will do."),
        error_messages={"required": _("Say what was done otherwise; “nothing” will do.")},
    )
    gave = _Text(
        label=_("What it gave"),
        max_length=MOST_LETTERS,
        required=False,
        help_text=_("In a sentence or two. Needed where there is no page yet."),
    )
    source = forms.CharField(
        label=_("Where that can be read"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=_("An address that begins with https://."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- as Django's
        cities: Sequence[tuple[str, str]] = (),
        practices: Sequence[tuple[str, str]] = (),
        **kwargs: Any,  # noqa: ANN401 -- as Django's
    ) -> None:
        super().__init__(*args, **kwargs)
        if not cities:
            self.fields["practice"].help_text = _("Its address here; it begins with /practices/.")
            return
        self.fields["city"] = forms.ChoiceField(
            label=_("City"), choices=cities, initial=cities[0][0]
        )
        self.fields["practice"] = forms.ChoiceField(
            label=_("Its page"),
            required=False,
            choices=[("", _("It has no page yet")), *practices],
            help_text=_("With its page its own cost and results stand beside this one."),
            error_messages={"invalid_choice": _("Choose one of its practices.")},
        )
