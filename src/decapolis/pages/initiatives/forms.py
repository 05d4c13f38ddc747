"""What is written of an initiative, beside its plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decapolis.canvas.queries.templates import TemplateFacts
from decapolis.cities.models import City
from decapolis.initiatives.choices import Opened, Stage
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.validators.about import LONGEST_CHALLENGE, LONGEST_TITLE
from decapolis.library.choices import Theme
from decapolis.people.choices import Seat

LONGEST_PEOPLE = 4_000
LONGEST_WHY = 500
SEATS_SAID = {
    Seat.OWNER: _("Owner: says how far it is, who has a seat and who reads it"),
    Seat.SPONSOR: _("Sponsor: the mayor, say; may do what the owner may"),
    Seat.MEMBER: _("Team member: writes on the board and in the plan"),
    Seat.EXPERT: _("Guest expert: writes on the board, reads the plan"),
    Seat.READER: _("Reads along"),
}


class AboutForm(forms.Form):
    """What an initiative is."""

    title = forms.CharField(
        label=_("What it is, in a few words"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words what it is.")},
    )
    challenge = forms.CharField(
        label=_("The challenge"),
        help_text=_("What hurts, and whom. Not yet what is to be done."),
        max_length=LONGEST_CHALLENGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what hurts, and whom.")},
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class BeginForm(AboutForm):
    """A new initiative: of which city, and which canvas its board follows."""

    city = forms.ChoiceField(
        label=_("City"), error_messages={"required": _("Choose the city that it is of.")}
    )
    template = forms.ChoiceField(label=_("Canvas"), required=False)
    field_order = ("city", "title", "challenge", "themes", "template")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's signature
        cities: list[City],
        templates: tuple[TemplateFacts, ...],
        **more: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*args, **more)
        self.fields["city"].choices = [(str(one.pk), one.label) for one in cities]  # type: ignore[attr-defined]
        self.fields["template"].choices = [(one.slug, one.name) for one in templates]  # type: ignore[attr-defined]
        if not templates:
            del self.fields["template"]
        else:
            self.fields["template"].help_text = _(
                "The questions that the team answers together on the board."
            )


class ChangeForm(AboutForm):
    """What an initiative is, with the theory of change of its city that it follows."""

    theory = forms.ChoiceField(
        label=_("Theory of change of the city"),
        help_text=_("If the city has written one for this initiative."),
        required=False,
    )

    def __init__(self, *args: Any, theories: list[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **more)
        if theories:
            self.fields["theory"].choices = [("", _("None")), *theories]  # type: ignore[attr-defined]
        else:
            del self.fields["theory"]

    @staticmethod
    def values_of(initiative: Initiative) -> dict[str, Any]:
        """Return what the form begins with."""
        names = ("title", "challenge", "themes", "theory")
        return {name: getattr(initiative, name) for name in names}


class StageForm(forms.Form):
    """How far it is, and why."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=Stage.choices, widget=forms.RadioSelect(attrs={"class": "ticks"})
    )
    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_CHALLENGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it is stopped or taken up again."),
    )


class SeatForm(forms.Form):
    """Whom to seat, as they were typed, and where."""

    people = forms.CharField(
        label=_("People"),
        max_length=LONGEST_PEOPLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Members, one on each line: an e-mail address, or a whole name."),
        error_messages={"required": _("Write at least one name or address.")},
    )
    seat = forms.ChoiceField(
        label=_("What they do here"), choices=list(SEATS_SAID.items()), initial=Seat.MEMBER
    )


class OpenForm(forms.Form):
    """Who else reads it."""

    opened = forms.ChoiceField(label=_("Who reads it"), choices=Opened.choices)
    shows_plan = forms.BooleanField(label=_("They read its plan as well"), required=False)


class DrawForm(forms.Form):
    """To which initiative a practice is added, and what for."""

    initiative = forms.ChoiceField(label=_("Initiative"))
    why = forms.CharField(
        label=_("What for"),
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    contact = forms.ChoiceField(
        label=_("Whom to call"),
        help_text=_("They agreed to be asked about this practice."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's signature
        own: list[tuple[str, str]],
        contacts: list[tuple[str, str]],
        **more: Any,  # noqa: ANN401 -- as above
    ) -> None:
        super().__init__(*args, **more)
        self.fields["initiative"].choices = own  # type: ignore[attr-defined]
        if contacts:
            self.fields["contact"].choices = [("", _("Nobody yet")), *contacts]  # type: ignore[attr-defined]
        else:
            del self.fields["contact"]
