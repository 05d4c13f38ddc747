"""Begin an initiative, say what it is, and what it draws on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.benchmarks.queries.theories import theory_of
from decapolis.canvas.actions.boards import make_board
from decapolis.canvas.models import Template
from decapolis.cities.models import City
from decapolis.initiatives.choices import Stage
from decapolis.initiatives.errors import TooMuch, ValueRefused
from decapolis.initiatives.models import Draw, Initiative, Plan, StageChange
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_begin, may_write
from decapolis.initiatives.validators.about import clean_challenge, clean_themes, clean_title
from decapolis.kernel.permissions import require
from decapolis.library.models import Contact, Practice
from decapolis.people.actions.teams import form_team
from decapolis.people.models import Person

FIRST_CANVAS = "mayors-workshop"  # where nobody chose one
MOST_DRAWS = 40
LONGEST_WHY = 500


@transaction.atomic
def begin_initiative(  # noqa: PLR0913 -- an initiative begins with these
    *,
    by: Person,
    city: City,
    title: str,
    challenge: str,
    themes: Iterable[str] = (),
    practice: Practice | None = None,
    template: Template | None = None,
) -> Initiative:
    """Begin an initiative of a city: with a team that somebody owns, a board and an empty plan.

    Parameters
    ----------
    practice
        What another city did, that it draws on from the start.
    template
        The canvas that its board follows; None: the one for a mayors' workshop.

    Raises
    ------
    Forbidden
        They do not speak for the city.
    ValueRefused
        Title, challenge or a theme will not do; ``field`` names it.
    """
    require(may_begin(by, city))
    team = form_team(by=by)
    made = Initiative(
        city=city,
        title=clean_title(title),
        challenge=clean_challenge(challenge),
        themes=clean_themes(themes),
        team=team,
        made_by=by,
    )
    offered = template or Template.objects.offered().filter(slug=FIRST_CANVAS).first()
    if offered is not None:
        made.board = make_board(by=by, title=made.title, team=team, template=offered)
    made.save()
    Plan.objects.create(
        initiative=made,
        currency=city.country.currency or "USD",
        price_year=timezone.now().year,
        changed_by=by,
    )
    StageChange.objects.create(initiative=made, stage=Stage.INTERVIEW, by=by)
    record(by=by, act="initiatives.begun", subject=made, concerns=Only([by]))
    if practice is not None:
        draw_on(by=by, initiative=made, practice=practice)
    return made


@transaction.atomic
def change_initiative(*, by: Person, initiative: Initiative, values: Mapping[str, Any]) -> bool:
    """Change what an initiative is; what is not named stays. Return whether anything changed.

    Parameters
    ----------
    values
        Of ``title``, ``challenge``, ``themes`` and ``theory``: the slug of a theory of change of
        its city, or nothing.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    ValueRefused
        Something will not do; ``field`` names it.
    """
    require(may_write(by, initiative))
    cleaners = {"title": clean_title, "challenge": clean_challenge, "themes": clean_themes}
    cleaned = {name: clean(values[name]) for name, clean in cleaners.items() if name in values}
    if "theory" in values:
        cleaned["theory"] = _theory(by, initiative, str(values["theory"] or ""))
    change = Change.between({name: getattr(initiative, name) for name in cleaned}, cleaned)
    if not change.after:
        return False
    for name, value in change.after.items():
        setattr(initiative, name, value)
    initiative.save(update_fields=list(change.after))
    team = Only(team_people(initiative))
    record(by=by, act="initiatives.changed", subject=initiative, change=change, concerns=team)
    return True


@transaction.atomic
def draw_on(
    *,
    by: Person,
    initiative: Initiative,
    practice: Practice,
    why: str = "",
    contact: Contact | None = None,
) -> Draw:
    """Let an initiative draw on a practice; of one that it draws on already, say what for.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    ValueRefused
        They cannot read the practice, the contact is of another one, or the words are too long.
    TooMuch
        It draws on too many.
    """
    require(may_write(by, initiative))
    if not Practice.objects.open_to(by).filter(pk=practice.pk).exists():
        raise ValueRefused(_("There is no such practice, or it is not open to you."))
    if contact is not None and contact.practice_id != practice.pk:
        raise ValueRefused(_("This contact is of another practice."), field="contact")
    words = " ".join(why.replace("\0", "").split())
    if len(words) > LONGEST_WHY:
        long = _("Write at most {most} letters.")
        raise ValueRefused(long.format(most=LONGEST_WHY), field="why")
    there = Draw.objects.filter(initiative=initiative)
    held = there.filter(practice=practice).first()
    if held is None and there.count() >= MOST_DRAWS:
        full = _("An initiative draws on at most {most} practices.")
        raise TooMuch(full.format(most=MOST_DRAWS))
    values: dict[str, Any] = {"why": words} if words or held is None else {}
    values |= {"contact": contact} if contact else {}
    first = {"is_first": not there.exists(), "added_by": by}
    found, is_new = Draw.objects.update_or_create(
        initiative=initiative, practice=practice, defaults=values, create_defaults=values | first
    )
    if is_new or values:
        team = Only(team_people(initiative))
        note = practice.title
        record(by=by, act="initiatives.drawn_on", subject=initiative, note=note, concerns=team)
    return found


@transaction.atomic
def end_draw(*, by: Person, initiative: Initiative, practice: Practice) -> bool:
    """Let an initiative draw on a practice no more; return whether it did.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    """
    require(may_write(by, initiative))
    gone, _by_model = Draw.objects.filter(initiative=initiative, practice=practice).delete()
    if gone:
        team = Only(team_people(initiative))
        note = practice.title
        record(by=by, act="initiatives.draw_ended", subject=initiative, note=note, concerns=team)
    return bool(gone)


def _theory(by: Person, initiative: Initiative, slug: str) -> str:
    if slug and theory_of(initiative.city, reader=by, slug=slug) is None:
        raise ValueRefused(_("This city has no such theory of change."), field="theory")
    return slug
