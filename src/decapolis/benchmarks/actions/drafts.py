"""Change how a draft is made, look at it before anybody else does, or throw it away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.bridge.building import spec_of
from decapolis.benchmarks.choices import Kind
from decapolis.benchmarks.models import Edition, Mark, Run
from decapolis.benchmarks.rules import may_change_draft
from decapolis.kernel.permissions import require
from decapolis.people.models import Person


@transaction.atomic
def set_recipe(*, by: Person, edition: Edition, spec: Mapping[str, Any]) -> Run:
    """Make a draft by another recipe, so that network staff can look at it.

    Raises
    ------
    Forbidden
        They are not of network staff, or it is no draft any more.
    RecordRefused
        The recipe is none.
    NotBuilt
        No index can be made of these values by it; the recipe stays as it was.
    """
    held = _locked(edition)
    require(may_change_draft(by, held))
    spec_of(spec)
    before, held.spec = held.spec, dict(spec)
    held.save(update_fields=["spec"])
    made = keep_run(by=by, edition=held)
    if before != held.spec:
        change = Change({"spec": before}, {"spec": held.spec})
        audit(by=by, act="benchmarks.recipe_changed", subject=held, change=change)
    return made


@transaction.atomic
def discard_draft(*, by: Person, edition: Edition) -> None:
    """Throw a draft away; of a spreadsheet also the framework that was made with it.

    Raises
    ------
    Forbidden
        They are not of network staff, or it is no draft any more.
    """
    held = _locked(edition)
    require(may_change_draft(by, held))
    audit(by=by, act="benchmarks.draft_discarded", subject=held, note=str(held))
    framework, kind = held.framework, held.kind
    Mark.objects.filter(edition=held).delete()
    held.delete()
    if kind == Kind.UPLOADED and not framework.editions.exists():
        framework.delete()


def _locked(edition: Edition) -> Edition:
    rows = Edition.objects.select_related("framework", "source")
    found: Edition = rows.select_for_update(of=("self",)).get(pk=edition.pk)
    return found
