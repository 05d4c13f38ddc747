"""Let go of who left."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from decapolis.benchmarks.models import Mark, Proof, Reply, Sheet
from decapolis.kernel.forgetting import Forgetting
from decapolis.people.models import FORMER, Person
from decapolis.people.queries import words_of


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take someone's name and addresses out of what they wrote; marks and replies stay.

    What they filled in and never handed in goes.

    Called by the erasure of a person, before `people.actions.erase`, which writes it down.
    """
    Sheet.objects.filter(person=person).delete()
    gone = Forgetting.of(words_of(person), instead=FORMER)
    _take_out(Mark.objects.filter(by=person), ("note",), gone)
    _take_out(Proof.objects.filter(mark__by=person), ("note", "file"), gone)
    _take_out(Reply.objects.filter(by=person), ("text",), gone)
    _take_out(Reply.objects.filter(answered_by=person), ("answer",), gone)


def _take_out(rows: QuerySet[Any], fields: tuple[str, ...], gone: Forgetting) -> None:
    for row in rows.iterator(chunk_size=500):
        clean = {name: gone.text(getattr(row, name)) for name in fields}
        if any(getattr(row, name) != text for name, text in clean.items()):
            rows.model.objects.filter(pk=row.pk).update(**clean)
