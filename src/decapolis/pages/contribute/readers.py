"""What a browser sends of who may read a practice."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.library.choices import Disclosure
from decapolis.library.models import Practice
from decapolis.library.queries.disclosure import is_of_team
from decapolis.people.models import Circle, Person, seats_of

CHOOSE = gettext_lazy("Choose who may read it.")
MOVED = "moved"  # the practice was changed since its preview was read


def levels_for(practice: Practice, person: Person) -> tuple[Disclosure, ...]:
    """Return the levels among which someone who may disclose a practice chooses."""
    wide = (Disclosure.PUBLIC, Disclosure.NETWORK)
    closer = (Disclosure.NAMELESS, Disclosure.CIRCLE, Disclosure.TEAM)
    staff = (Disclosure.STAFF,) if person.is_staff else ()
    return (*wide, *(closer if is_of_team(practice, reader=person) else ()), *staff)


class ReadersForm(forms.Form):
    """The level, the circle where it is for one, and that the retelling was read."""

    level = forms.ChoiceField(error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})
    circle = forms.ModelChoiceField(
        Circle.objects.none(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a circle in which you sit.")},
    )
    read = forms.BooleanField(required=False)
    base = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data: QueryDict | None, *, practice: Practice, person: Person) -> None:
        super().__init__(data)
        self.practice = practice
        offered = levels_for(practice, person)
        self.fields["level"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        circles = Circle.objects.filter(pk__in=seats_of(person))
        self.fields["circle"].queryset = circles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Ask for the circle where it is for one, and that what members read was read."""
        held: dict[str, object] = super().clean() or {}
        level = held.get("level")
        if level == Disclosure.CIRCLE and not held.get("circle") and "circle" not in self.errors:
            self.add_error("circle", _("Choose a circle in which you sit."))
        if level == Disclosure.NAMELESS:
            self._check_read(held)
        return held

    def _check_read(self, held: dict[str, object]) -> None:
        if held.get("base") != self.practice.version:
            told = _("The practice was changed while this page lay open. Read again what stands.")
            self.add_error("read", ValidationError(told, code=MOVED))
        elif not held.get("read"):
            self.add_error("read", _("Read what members will read, and say that you have."))
