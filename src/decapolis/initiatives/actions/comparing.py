"""Choose by hand what a budget line is compared with, each with a reason."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.plans import touch
from decapolis.initiatives.errors import NoSuchAmount, NoSuchLine, TooMuch, WhyMissing
from decapolis.initiatives.models import BudgetLine, Comparable
from decapolis.initiatives.queries.comparing import Amount
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_write
from decapolis.kernel.permissions import require
from decapolis.library.choices import Part
from decapolis.library.models import Cost, Practice
from decapolis.people.models import Person

MOST_CHOICES = 60  # of one line
LONGEST_WHY = 500


@transaction.atomic
def choose_comparable(
    *, by: Person, line: BudgetLine, amount: Amount, counts: bool, why: str
) -> Comparable:
    """Compare a line with an amount of the library, or take it out; a second call replaces it.

    Parameters
    ----------
    amount
        Slug of the practice, amount and currency as published.
    counts
        False takes it out of what the line is compared with.
    why
        The reason, for whoever reads the plan.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NoSuchAmount
        There is no such amount, or it is not open to them.
    NoSuchLine
        The line was taken out of the plan.
    TooMuch
        The line has too many already.
    WhyMissing
        There is no reason, or it is too long.
    """
    require(may_write(by, line.plan.initiative))
    why = _why(why)
    if line.gone is not None:
        raise NoSuchLine(_("There is no such line in this plan."))
    practice = _practice(by, amount)
    held = Comparable.objects.filter(line=line)
    if held.count() >= MOST_CHOICES:
        raise TooMuch(_("A line is compared with at most {n} amounts.").format(n=MOST_CHOICES))
    before = held.filter(practice=practice, amount=amount[1], currency=amount[2]).first()
    chosen, _made = Comparable.objects.update_or_create(
        line=line, practice=practice, amount=amount[1], currency=amount[2],
        defaults={"counts": counts, "why": why, "by": by, "at": timezone.now()},
    )  # fmt: skip
    change = Change.between(_told(before), _told(chosen))
    _record(by, chosen, "initiatives.comparable_chosen", change)
    return chosen


@transaction.atomic
def forget_comparable(*, by: Person, line: BudgetLine, amount: Amount) -> bool:
    """Take back what the team said of an amount; return whether it had said anything.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    require(may_write(by, line.plan.initiative))
    held = Comparable.objects.filter(
        line=line, practice__slug=amount[0], amount=amount[1], currency=amount[2]
    ).first()
    if held is None:
        return False
    _record(by, held, "initiatives.comparable_forgotten", Change(_told(held), {}))
    held.delete()
    return True


def _practice(by: Person, amount: Amount) -> Practice:
    slug, published, currency = amount
    costs = Cost.objects.filter(
        practice__in=Practice.objects.visible_to(by).filter(slug=slug),
        amount=published,
        currency=currency,
    ).exclude(part=Part.FUNDING)
    found = costs.select_related("practice").first()
    if found is None:
        raise NoSuchAmount(_("There is no such amount in the library."))
    return found.practice


def _why(why: str) -> str:
    why = " ".join(why.split())
    if not why:
        raise WhyMissing(_("Say why, in a few words: whoever reads the plan sees it."), field="why")
    if len(why) > LONGEST_WHY:
        long = _("Say it in at most {n} characters.").format(n=LONGEST_WHY)
        raise WhyMissing(long, field="why")
    return why


def _told(one: Comparable | None) -> dict[str, object]:
    return {} if one is None else {"counts": one.counts, "why": one.why}


def _record(by: Person, one: Comparable, act: str, change: Change) -> None:
    plan = one.line.plan
    touch(by=by, plan=plan)
    amount = f"{Decimal(one.amount):f} {one.currency}"
    record(
        by=by,
        act=act,
        subject=plan.initiative,
        change=change,
        note=f"{one.line}: {one.practice}, {amount}",
        concerns=Only(team_people(plan.initiative)),
    )
