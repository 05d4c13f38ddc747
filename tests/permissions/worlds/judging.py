"""Who may see what of rankings and assessments, without the program's own querysets."""

from typing import Any

from django.db.models import Model

from decapolis.benchmarks.models import (
    Criterion,
    Edition,
    Entrant,
    Framework,
    Mark,
    Proof,
    Reply,
    Run,
    Sheet,
    Theory,
)
from tests.permissions.worlds.basics import Rule, Who, opens, speaks_for
from tests.permissions.worlds.world import World

OPEN = {"published", "withdrawn"}
AT_WORK = {"assessing", "settling"}
BLIND = {"first", "second"}


def sees_framework(_world: World, who: Who, row: Framework) -> bool:
    """Tell whether somebody may see a framework: by its visibility."""
    return opens(who, row.visibility)


def sees_criterion(_world: World, who: Who, row: Criterion) -> bool:
    """Tell whether somebody may see a criterion: with its framework."""
    return opens(who, row.framework.visibility)


def sees_edition(world: World, who: Who, row: Edition) -> bool:
    """Tell whether somebody may see an edition.

    What stands or stood: by the visibility of both. What is being made: staff. What is being
    marked: also reviewers, and who speaks for a city in it. None wider than its figures.
    """
    if not (opens(who, row.visibility) and opens(who, row.framework.visibility)):
        return False
    if not all(opens(who, one.visibility) for one in made_of(world, row)):
        return False
    if row.state in OPEN or (who is not None and who.is_staff):
        return True
    if who is None or not who.is_member or row.state not in AT_WORK:
        return False
    cities = {("cities.city", one.city_id) for one in world.of(Entrant) if one.edition_id == row.pk}
    return who.is_reviewer or bool(cities & speaks_for(world, who))


def made_of(world: World, row: Edition) -> list[Any]:
    """Return the source and, where figures are taken, the indicators of an edition."""
    measured = [
        one.indicator
        for one in world.of(Criterion)
        if one.framework_id == row.framework_id and row.kind == "observed"
    ]
    return [one for one in (row.source, *measured) if one is not None]


def sees_of_edition(world: World, who: Who, row: Any) -> bool:
    """Tell whether the edition of a row is open to somebody."""
    return sees_edition(world, who, row.edition)


def sees_mark(world: World, who: Who, row: Mark) -> bool:
    """Tell whether somebody may read a mark.

    A blind one stays with who gave it until the other reviewer has marked, too; for good where it
    was replaced before that. Before all is published, the others are for staff, reviewers, and who
    speaks for the city.
    """
    if not sees_edition(world, who, row.edition):
        return False
    if who is not None and row.by_id == who.pk:
        return True
    if row.hand in BLIND and (row.superseded or not _both_in(world, row)):
        return False
    if row.edition.state in OPEN:
        return True
    works = who is not None and (who.is_staff or (who.is_member and who.is_reviewer))
    return works or ("cities.city", row.entrant.city_id) in speaks_for(world, who)


def _both_in(world: World, row: Mark) -> bool:
    place = (row.entrant_id, row.criterion_id)
    hands = {
        one.hand for one in world.of(Mark)
        if one.superseded is None and (one.entrant_id, one.criterion_id) == place
    }  # fmt: skip
    return hands >= BLIND


def sees_proof(world: World, who: Who, row: Proof) -> bool:
    """Tell whether mark and document of a proof are open to somebody."""
    document = row.document is None or opens(who, row.document.visibility)
    return document and sees_mark(world, who, row.mark)


def sees_run(world: World, who: Who, row: Run) -> bool:
    """Tell whether somebody may see what an index came to: staff, or it stands or stood."""
    ready = row.edition.state in OPEN or (who is not None and who.is_staff)
    return ready and sees_edition(world, who, row.edition)


def is_mine(_world: World, who: Who, row: Sheet) -> bool:
    """Tell whether somebody fills in a sheet: nobody else reads it."""
    return who is not None and row.person_id == who.pk


def sees_theory(_world: World, who: Who, row: Theory) -> bool:
    """Tell whether somebody may read a theory of change: by its visibility."""
    return opens(who, row.visibility)


# What `visible_to` of each model must give, row by row.
VISIBLE: dict[type[Model], Rule] = {
    Criterion: sees_criterion,
    Edition: sees_edition,
    Entrant: sees_of_edition,
    Framework: sees_framework,
    Mark: sees_mark,
    Proof: sees_proof,
    Reply: sees_of_edition,
    Run: sees_run,
    Sheet: is_mine,
    Theory: sees_theory,
}


def _or_by(rule: Rule, *names: str) -> Rule:
    """Return a rule that lets people read their own words also where all else is closed."""
    return lambda world, who, row: (
        rule(world, who, row)
        or (who is not None and who.pk in {getattr(row, f"{name}_id") for name in names})
    )


# Who may read the mark of each kind: words stay with who wrote them, in the file of their data.
MAY_READ: dict[str, Rule] = {
    "criterion": lambda world, who, row: sees_criterion(world, who, row) or _wrote_in(
        world, who, "criterion", row),
    "edition": lambda world, who, row: sees_edition(world, who, row) or _wrote_in(
        world, who, "edition", row),
    "entrant": lambda world, who, row: sees_of_edition(world, who, row) or _wrote_in(
        world, who, "entrant", row),
    "framework": sees_framework,
    "judgement": _or_by(sees_mark, "by"),
    "proof": sees_proof,
    "sheet": is_mine,
    "theory": _or_by(sees_theory, "by"),
    "reply": _or_by(sees_of_edition, "by", "answered_by"),
    "reply_answer": _or_by(sees_of_edition, "by", "answered_by"),
}  # fmt: skip


def _wrote_in(world: World, who: Who, name: str, row: Any) -> bool:
    """Tell whether somebody gave a mark or a reply there: both are in the file of their data."""
    if who is None:
        return False
    wrote = [
        *(one for one in world.of(Mark) if one.by_id == who.pk),
        *(one.entrant for one in world.of(Sheet) if one.person_id == who.pk),
        *(one for one in world.of(Reply) if who.pk in {one.by_id, one.answered_by_id}),
    ]
    return any(
        (one.pk if isinstance(one, Entrant) and name == "entrant" else _key_in(one, name)) == row.pk
        for one in wrote
    )


def _key_in(one: Any, name: str) -> int | None:
    return getattr(one, f"{name}_id", None)
