"""What a team answers and writes while its initiative is under way."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from decapolis.initiatives.validators.answers import LONGEST, LONGEST_SOURCE, LONGEST_WHY
from decapolis.pages.initiatives.forms import LONGEST_PEOPLE

ON_TRACK = (("yes", _("Yes")), ("no", _("No")))
DAY = forms.DateInput(attrs={"type": "date"})


def _words(label: object, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, required=False,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class OnTrackForm(forms.Form):
    """Whether it is on its way."""

    on_track = forms.ChoiceField(
        label=_("Is it on its way?"), choices=ON_TRACK, required=False, widget=forms.RadioSelect
    )

    @property
    def told(self) -> dict[str, object]:
        """What was answered, as the actions take it."""
        held = dict(self.cleaned_data)
        return held | {"on_track": {"yes": True, "no": False}.get(held["on_track"])}


class ReviewForm(OnTrackForm):
    """A look back."""

    went_well = _words(_("What went well"))
    went_wrong = _words(_("What went wrong"))
    changes = _words(_("What you change"))


class ReportForm(OnTrackForm):
    """How it goes."""

    done = _words(_("What was done"))
    stuck = _words(_("What is stuck"))
    needs = _words(_("What you need, and from whom"))


class MeasureForm(forms.Form):
    """Of which measure."""

    measure = forms.ChoiceField(label=_("Measure"))

    def __init__(self, *args: object, measures: Sequence[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type
        field.choices = measures


class ReadingForm(MeasureForm):
    """A value that was measured."""

    value = forms.FloatField(
        label=_("Value"), widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    on = forms.DateField(label=_("Measured on"), widget=DAY)
    source = forms.CharField(
        label=_("Where it is from"), max_length=LONGEST_SOURCE, required=False,
        help_text=_("A report, a meter, an address. Without it the value counts as reported."),
    )  # fmt: skip


class TargetForm(MeasureForm):
    """Another target."""

    target = forms.FloatField(
        label=_("New target"), widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    due = forms.DateField(label=_("By"), widget=DAY, required=False)
    why = forms.CharField(
        label=_("Why"), max_length=LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The old target and this reason stay in the plan."),
        error_messages={
            "required": _("Say why. The old target and the reason stay in the plan."),
        },
    )  # fmt: skip


class PracticeForm(forms.Form):
    """Which practice tells of it."""

    practice = forms.CharField(
        label=_("Its address"), max_length=300,
        help_text=_("The last part of /practices/… once it is handed in."),
    )  # fmt: skip


class HandForm(forms.Form):
    """To whom it is handed over."""

    person = forms.CharField(
        label=_("Who takes over"), max_length=LONGEST_PEOPLE,
        help_text=_("A member: an e-mail address, or the whole name."),
    )  # fmt: skip
