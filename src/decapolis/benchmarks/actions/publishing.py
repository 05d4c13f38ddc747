"""Make the index of an edition, publish it, withdraw it, and make it again from its recipe."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.actions.telling import tell
from decapolis.benchmarks.bridge import running
from decapolis.benchmarks.bridge.agreement import agreement_of
from decapolis.benchmarks.choices import BLIND, Hand, Kind, State
from decapolis.benchmarks.errors import NoRun, NotBuilt, NotSettled
from decapolis.benchmarks.models import Edition, Mark, Run
from decapolis.benchmarks.queries.concerned import cities_of, speakers, those_who_marked
from decapolis.benchmarks.queries.desk import one_reader_of
from decapolis.benchmarks.queries.values import not_wider
from decapolis.benchmarks.rules import may_check_again, may_publish, may_withdraw
from decapolis.benchmarks.validators.marks import LEAST_LETTERS, clean_text
from decapolis.kernel.permissions import Reader, require
from decapolis.notices.actions import Told
from decapolis.people.models import Person

NAMED = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of making a run again.

    Attributes
    ----------
    is_same
        The recipe gives the same places, scores and intervals, to nine digits.
    is_up_to_date
        What the edition holds now is what the run was made of.
    engine
        Of this program; the run names its own.
    """

    run: Run
    is_same: bool
    is_up_to_date: bool
    engine: str


@transaction.atomic
def publish(*, by: Person, edition: Edition) -> Run:
    """Make the index and let everyone see it who may; cities and reviewers are told.

    Raises
    ------
    Forbidden
        They are not of network staff, or it is not the time.
    NotSettled
        Marks still differ, or wait for a second reviewer.
    WiderThanData
        Fewer people may read its figures than the edition.
    NotBuilt
        The index cannot be made of these values by its recipe.
    """
    held = _locked(edition)
    require(may_publish(by, held))
    _all_settled(held)
    not_wider(held)
    made = keep_run(by=by, edition=held)
    held.state, held.published_at, held.published_by = State.PUBLISHED, timezone.now(), by
    held.withdrawn_at, held.why_withdrawn = None, ""
    held.save()
    after = {"state": held.state, "digest": made.digest, "run": made.pk}
    audit(
        by=by,
        act="benchmarks.edition_published",
        subject=held,
        change=Change({}, after),
        concerns=cities_of(held),
    )
    title = _("Published: {edition}").format(edition=held)
    text = _("Your city can reply to each of its marks, with proof.")
    people = [*speakers(held), *those_who_marked(held)]
    tell(by=by, edition=held, people=people, told=Told(title, text, held.path))
    return made


@transaction.atomic
def withdraw(*, by: Person, edition: Edition, why: str) -> Edition:
    """Take a published edition back; it stays readable as withdrawn, with the reason.

    Raises
    ------
    Forbidden
        They are not of network staff, or it is not published.
    TextMissing
        There is no reason.
    """
    held = _locked(edition)
    require(may_withdraw(by, held))
    reason = clean_text(why, field="why", least=LEAST_LETTERS)
    held.state, held.withdrawn_at, held.why_withdrawn = State.WITHDRAWN, timezone.now(), reason
    held.save(update_fields=["state", "withdrawn_at", "why_withdrawn"])
    audit(
        by=by,
        act="benchmarks.edition_withdrawn",
        subject=held,
        change=Change({"state": State.PUBLISHED}, {"state": held.state}),
        note=reason,
        concerns=cities_of(held),
    )
    told = Told(_("Withdrawn: {edition}").format(edition=held), reason, held.path)
    tell(by=by, edition=held, people=[*speakers(held), *those_who_marked(held)], told=told)
    return held


@transaction.atomic
def keep_run(*, by: Reader | None, edition: Edition) -> Run:
    """Make the index and keep it as the run that counts; nothing where it would be the same.

    The caller has asked the rules.

    Raises
    ------
    NotBuilt
        The index cannot be made of these values by its recipe.
    """
    Edition.objects.select_for_update().get(pk=edition.pk)  # of two at once the second waits
    made = running.run(edition)
    held: Run | None = Run.objects.current().filter(edition=edition).first()
    kept = {
        "digest": made.digest,
        "doubt": made.doubt,
        "seed": made.seed,
        "draws": made.draws,
        "engine": running.ENGINE,
        "agreement": _agreement(edition),
    }
    if held and all(getattr(held, name) == value for name, value in kept.items()):
        return held
    Run.objects.current().filter(edition=edition).update(is_current=False)
    new: Run = Run.objects.create(
        edition=edition,
        by=by if isinstance(by, Person) else None,
        spec=made.spec,
        inputs=made.inputs,
        result=made.result,
        **kept,
    )
    return new


@transaction.atomic
def check_again(*, by: Person, edition: Edition) -> Checked:
    """Make the run that counts again from its recipe and inputs, and compare.

    Raises
    ------
    Forbidden
        They are no member.
    NoRun
        There is none, or they may not see it.
    """
    require(may_check_again(by))
    held: Run | None = Run.objects.visible_to(by).current().filter(edition=edition).first()
    if held is None:
        raise NoRun(_("There is no index of this edition to check."))
    checked = Checked(held, _is_same(held), _is_up_to_date(held), running.ENGINE)
    audit(
        by=by,
        act="benchmarks.run_checked",
        subject=edition,
        change=Change(
            {"run": held.pk, "engine": held.engine},
            {"same": checked.is_same, "up_to_date": checked.is_up_to_date},
        ),
    )
    return checked


def _agreement(edition: Edition) -> dict[str, Any]:
    """Return how far the reviewers agree, and which cities one reader alone has marked."""
    found = agreement_of(edition)
    alone = one_reader_of(edition)
    if alone:
        found["one_reader"] = [{"code": one.code, "why": one.why} for one in alone]
    return found


def _is_same(run: Run) -> bool:
    try:
        made = running.again(run)
    except NotBuilt:
        return False
    # A run of an earlier release keeps less than one made now.
    now = {name: value for name, value in made.result.items() if name in run.result}
    return made.digest == run.digest and running.same_result(now, run.result)


def _is_up_to_date(run: Run) -> bool:
    try:
        return running.current_digest(run.edition) == run.digest
    except NotBuilt:
        return False


def _locked(edition: Edition) -> Edition:
    rows = Edition.objects.select_related("framework", "source")
    found: Edition = rows.select_for_update(of=("self",)).get(pk=edition.pk)
    return found


def _all_settled(edition: Edition) -> None:
    """See to it that every mark that was begun is settled.

    Raises
    ------
    NotSettled
        Some are not; the first are named.
    """
    if edition.kind != Kind.ASSESSED:
        return
    marks = Mark.objects.current().filter(edition=edition)
    settled = set(marks.filter(hand=Hand.SETTLED).values_list("entrant", "criterion"))
    blind = marks.filter(hand__in=BLIND).select_related("criterion", "entrant").order_by("pk")
    waiting = {
        (mark.entrant_id, mark.criterion_id): f"{mark.criterion.name} of {mark.entrant.name}"
        for mark in blind
        if (mark.entrant_id, mark.criterion_id) not in settled
    }
    if waiting:
        names = "; ".join(list(waiting.values())[:NAMED])
        raise NotSettled(
            ngettext(
                "{number} mark is not settled: {names}. Settle it, then publish.",
                "{number} marks are not settled, such as: {names}. Settle them, then publish.",
                len(waiting),
            ).format(number=len(waiting), names=names)
        )
