"""Initiatives of every stage and openness, their teams, plans and reports; and who reads them."""

from datetime import date
from typing import Any

from django.db.models import Model

from decapolis.cities.models import City
from decapolis.initiatives.choices import Condition, LineKind, Opened, Stage
from decapolis.initiatives.models import (
    Ask,
    Comparable,
    Draw,
    Finding,
    Initiative,
    Plan,
    Report,
    Review,
    StageChange,
)
from decapolis.initiatives.queries.plan import MODELS
from decapolis.library.models import Practice
from decapolis.people.choices import Seat
from decapolis.people.models import Person, Team, TeamSeat
from tests.factories.initiatives import USUAL
from tests.permissions.worlds.basics import Rule, Who, opens, speaks_for
from tests.permissions.worlds.boarding import teams_of
from tests.permissions.worlds.world import World

INITIATIVES = 5
LEADS = {"owner", "sponsor"}


def make_initiatives(world: World) -> None:
    """Make an initiative of each openness and a few more; some have a team without a lead."""
    dice, people = world.dice, world.of(Person)
    for opened in [*Opened, *(dice.one(Opened) for _n in range(INITIATIVES - len(Opened)))]:
        (team,) = world.made(Team, [Team()])
        world.made(TeamSeat, [
            TeamSeat(team=team, person=one, seat=dice.one(Seat.values))
            for one in dice.some(people, 4)
        ])  # fmt: skip
        word, by = world.mark("initiative"), dice.one([None, *people])
        (made,) = world.made(Initiative, [
            Initiative(
                city=dice.one(world.of(City)), title=f"{word} light", challenge=f"{word} dark",
                stage=dice.one(Stage.values), team=team, opened=opened, why_ended=f"{word} stopped",
                shows_plan=dice.yes(), made_by=by,
            )
        ])  # fmt: skip
        _plan(world, made)
        _around(world, made)


def _plan(world: World, of: Initiative) -> None:
    dice, people = world.dice, [None, *world.of(Person)]
    word = world.mark("plan")
    (plan,) = world.made(Plan, [
        Plan(initiative=of, currency="USD", price_year=2026, objective=f"{word} lit",
             changed_by=dice.one(people))
    ])  # fmt: skip
    for kind, model in MODELS.items():
        more: dict[str, Any] = dict(USUAL[kind])
        if kind in {LineKind.RISK, LineKind.EVIDENCE}:
            more["practice"] = dice.one([None, *world.of(Practice)])
        name = "plan_source" if kind == LineKind.EVIDENCE and more["practice"] else "line"
        (line,) = world.made(model, [
            model(plan=plan, title=f"{world.mark(name)} named", changed_by=dice.one(people), **more)
        ])  # fmt: skip
        if kind == LineKind.COST:
            world.made(Comparable, [
                Comparable(line=line, practice=dice.one(world.of(Practice)), amount=5,
                           currency="USD", counts=True, why=f"{world.mark('comparable')} alike",
                           by=dice.one(people))
            ])  # fmt: skip


def _around(world: World, of: Initiative) -> None:
    dice, people = world.dice, [None, *world.of(Person)]
    practices = dice.some(world.of(Practice), 2)
    world.made(Draw, [
        Draw(initiative=of, practice=one, why=f"{world.mark('draw')} price",
             added_by=dice.one(people))
        for one in practices
    ])  # fmt: skip
    world.made(Finding, [
        Finding(initiative=of, practice=one, condition=dice.one(Condition.values),
                standing="unknown", note=f"{world.mark('finding')} alike", by=dice.one(people))
        for one in practices
    ])  # fmt: skip
    world.made(StageChange, [
        StageChange(initiative=of, stage=of.stage, why=f"{world.mark('step')} so",
                    by=dice.one(people))
    ])  # fmt: skip
    world.made(Review, [
        Review(initiative=of, day=90, due=date(2027, 3, 1), by=dice.one(people),
               went_well=f"{world.mark('look_back')} well")
    ])  # fmt: skip
    world.made(Report, [
        Report(initiative=of, done=f"{world.mark('report')} done", by=dice.one(people))
    ])  # fmt: skip
    world.made(Ask, [
        Ask(initiative=of, person=one, on=date(2026, 11, 1))
        for one in dice.some(world.of(Person), 2)
    ])  # fmt: skip


def sees_initiative(world: World, who: Who, row: Initiative) -> bool:
    """Tell whether somebody sits in its team, or it was opened to them."""
    return row.team_id in teams_of(world, who) or opens(who, row.opened)


def sees_plan_of(world: World, who: Who, row: Initiative) -> bool:
    """Tell whether somebody reads the plan of an initiative."""
    return row.team_id in teams_of(world, who) or (row.shows_plan and opens(who, row.opened))


def of_team(world: World, who: Who, row: Any) -> bool:
    """Tell whether somebody sits in the team of what a row is about."""
    return row.initiative.team_id in teams_of(world, who)


def sees_plan(world: World, who: Who, row: Any) -> bool:
    """Tell whether somebody reads the plan that a row is, or is about."""
    return sees_plan_of(world, who, row.initiative)


def sees_line(world: World, who: Who, row: Any) -> bool:
    """Tell whether somebody reads the plan of a line."""
    return sees_plan_of(world, who, row.plan.initiative)


def sees_comparable(world: World, who: Who, row: Comparable) -> bool:
    """Tell whether somebody reads the plan, and the practice that is compared with."""
    return sees_line(world, who, row.line) and opens(who, row.practice.visibility)


def is_asked(world: World, who: Who, row: Ask) -> bool:
    """Tell whether a question is theirs, and they have a seat still."""
    return who is not None and row.person_id == who.pk and of_team(world, who, row)


VISIBLE: dict[type[Model], Rule] = {
    Ask: is_asked,
    Initiative: sees_initiative,
    Plan: sees_plan,
    Finding: sees_plan,
    Review: of_team,
    Report: of_team,
    Comparable: sees_comparable,
    **dict.fromkeys(MODELS.values(), sees_line),
}


def knows_title(world: World, who: Who, row: Initiative) -> bool:
    """Tell whether somebody may read a title: also whose seat or step is in the file of theirs.

    And who speaks for the city of what nobody leads any more.
    """
    if sees_initiative(world, who, row):
        return True
    if who is None:
        return False
    seats = [one for one in world.of(TeamSeat) if one.team_id == row.team_id]
    led = any(
        one.seat in LEADS and one.person.is_member and one.person.is_active
        and one.person.left is None
        for one in seats
    )  # fmt: skip
    own = [one.person_id for one in seats] + [row.made_by_id]
    own += [one.by_id for one in world.of(StageChange) if one.initiative_id == row.pk]
    own += [one.added_by_id for one in world.of(Draw) if one.initiative_id == row.pk]
    orphan = not led and ("cities.city", row.city_id) in speaks_for(world, who)
    return who.pk in own or orphan


def reads(world: World, who: Who, practice: Practice) -> bool:
    """Tell whether somebody may open a practice at its address."""
    from tests.permissions.worlds.seeing import reads_practice  # noqa: PLC0415 -- it reads this

    return reads_practice(world, who, practice)


def knows_source(world: World, who: Who, row: Any) -> bool:
    """Tell whether somebody reads the plan, and the practice that the source is."""
    own = who is not None and row.changed_by_id == who.pk
    return own or (sees_line(world, who, row) and reads(world, who, row.practice))


def knows_draw(world: World, who: Who, row: Draw) -> bool:
    """Tell whether somebody sees the initiative and the practice, or wrote it."""
    own = who is not None and row.added_by_id == who.pk
    return own or (sees_initiative(world, who, row.initiative) and reads(world, who, row.practice))


def knows_finding(world: World, who: Who, row: Finding) -> bool:
    """Tell whether somebody reads plan and practice, or wrote it."""
    own = who is not None and row.by_id == who.pk
    return own or (sees_plan(world, who, row) and reads(world, who, row.practice))


def _or_by(rule: Rule, name: str) -> Rule:
    """Return a rule that lets people read their own words also where all else is closed."""
    return lambda world, who, row: (
        rule(world, who, row) or (who is not None and getattr(row, f"{name}_id") == who.pk)
    )


MAY_READ: dict[str, Rule] = {
    "initiative": knows_title,
    "plan": sees_plan,
    "line": _or_by(sees_line, "changed_by"),
    "plan_source": knows_source,
    "draw": knows_draw,
    "finding": knows_finding,
    "comparable": _or_by(sees_comparable, "by"),
    "step": _or_by(of_team, "by"),
    "look_back": _or_by(of_team, "by"),
    "report": _or_by(of_team, "by"),
}
