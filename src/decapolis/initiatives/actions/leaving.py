"""Let go of who left: their name goes out of the plans of their teams, what they did stays."""

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from decapolis.initiatives.models import (
    CalendarLink,
    Draw,
    Finding,
    Initiative,
    Plan,
    Reading,
    Report,
    Review,
    StageChange,
    TargetChange,
)
from decapolis.initiatives.queries.plan import MODELS
from decapolis.kernel.forgetting import Forgetting
from decapolis.people.models import FORMER, Person, TeamSeat
from decapolis.people.queries import words_of


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take someone's name and addresses out of the initiatives in whose teams they sit or wrote.

    In texts that others may have written go words alone that can mean nobody else. Called by the
    erasure of a person, before `people.actions.erase`, which ends their seats and writes it down.
    """
    gone = Forgetting.of(words_of(person), instead=FORMER)
    teams = TeamSeat.objects.filter(person=person).values("team")
    steps = StageChange.objects.filter(by=person).values("initiative")
    theirs = models.Q(team__in=teams) | models.Q(made_by=person) | models.Q(pk__in=steps)
    keys = list(Initiative.objects.filter(theirs).values_list("pk", flat=True))
    _take_out(Initiative.objects.filter(pk__in=keys), gone.certain)
    _take_out(Plan.objects.filter(initiative__in=keys), gone.certain)
    for model in MODELS.values():
        rows: QuerySet[Any] = model._default_manager.filter(plan__initiative__in=keys)
        _take_out(rows, gone.certain)
    for kind in (Draw, StageChange, Finding, Review, Report):
        rows = kind._default_manager.filter(initiative__in=keys)
        _take_out(rows, gone.certain)
    for made in (Reading, TargetChange):
        rows = made._default_manager.filter(measure__plan__initiative__in=keys)
        _take_out(rows, gone.certain)
    CalendarLink.objects.filter(person=person).delete()
    for own in (StageChange, Finding, Review, Report):
        rows = own._default_manager.filter(by=person)
        _take_out(rows, gone)


def _take_out(rows: QuerySet[Any], gone: Forgetting) -> None:
    names = [
        one.name
        for one in rows.model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
        and not one.choices
        and one.name not in {"key", "theory", "currency"}
    ]
    for row in rows.iterator(chunk_size=500):
        before = {name: getattr(row, name) for name in names}
        after = {name: _within(row, name, gone.text(text)) for name, text in before.items()}
        changed = {name: text for name, text in after.items() if text != before[name]}
        if changed:
            rows.model._default_manager.filter(pk=row.pk).update(**changed)


def _within(row: models.Model, name: str, text: str) -> str:
    """Return a text as its column holds it."""
    longest = getattr(row._meta.get_field(name), "max_length", None)
    return text[:longest] if longest else text
