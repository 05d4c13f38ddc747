"""Tell people what happened to a benchmark. Called by the acts of this app."""

from collections.abc import Iterable

from django.db import transaction

from decapolis.benchmarks.models import Edition
from decapolis.kernel.permissions import Reader
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person


@transaction.atomic
def tell(
    *,
    by: Reader | None,
    edition: Edition,
    people: Iterable[Person],
    told: Told,
    kind: Kind = Kind.REVIEWS,
) -> None:
    """Tell people who may read an edition; each once."""
    once = {person.pk: person for person in people}
    notify(by=by, people=once.values(), kind=kind, told=told, subject=edition)
