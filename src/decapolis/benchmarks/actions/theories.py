"""Write theories of change; each change is a version, and none is lost."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.choices import STEPS, Column
from decapolis.benchmarks.errors import TheoryChanged, TheoryFaulty
from decapolis.benchmarks.models import Theory
from decapolis.benchmarks.queries.theories import SHORT, next_number, used_ids
from decapolis.benchmarks.rules import may_write_theory
from decapolis.cities.models import City
from decapolis.indicators.models import Indicator
from decapolis.kernel.permissions import Visibility, require
from decapolis.people.models import Person

LONGEST = 300
LONGEST_TITLE = 200
LONGEST_SLUG = 50
MOST_BOXES = 12  # in a column: more is no picture
MOST_THEORIES = 60  # of a city, beside its own
RESERVED = frozenset({"edit", "new"})  # words of addresses
AN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
AFTER = dict(pairwise(STEPS))


@dataclass(frozen=True, slots=True)
class Box:
    """One thing: its words, the indicator that tells, and ids of what it leads to.

    Attributes
    ----------
    leads_to
        Of a step: ids in the next column. Of an assumption: ids in any step that it must hold for.
    id
        Stays from version to version; empty: the next that is free.
    """

    text: str
    indicator: str = ""
    leads_to: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Thought:
    """A theory of change as it is written.

    Attributes
    ----------
    base
        The version that it was written from; 0 for the first.
    """

    title: str
    columns: Mapping[str, Sequence[Box]] = field(default_factory=dict)
    visibility: Visibility = Visibility.PUBLIC
    base: int = 0


@transaction.atomic
def begin_theory(*, by: Person, city: City, thought: Thought) -> Theory:
    """Write the first version for an initiative-to-be; its slug is made from the title.

    Raises
    ------
    Forbidden
        They do not speak for the city.
    TheoryFaulty
        Something in it will not do, or the city has too many; nothing was written.
    """
    require(may_write_theory(by, city))
    City.objects.select_for_update().get(pk=city.pk)
    slugs = set(Theory.objects.filter(city=city).exclude(slug="").values_list("slug", flat=True))
    if len(slugs) >= MOST_THEORIES:
        words = _("This city has {n} theories of change. Change one of these instead.")
        raise TheoryFaulty(words.format(n=len(slugs)))
    slug = _free(slugify(_title(thought.title)), slugs)
    return write_theory(by=by, city=city, thought=replace(thought, base=0), slug=slug)


@transaction.atomic
def write_theory(*, by: Person, city: City, thought: Thought, slug: str = "") -> Theory:
    """Save a theory of change as the next version of its chain; the same again makes none.

    Parameters
    ----------
    slug
        Of the initiative-to-be; empty: the city's own.

    Raises
    ------
    Forbidden
        They do not speak for the city.
    TheoryChanged
        Somebody else saved one meanwhile.
    TheoryFaulty
        Something in it will not do; nothing was written.
    """
    City.objects.select_for_update().get(pk=city.pk)  # of two at once the second is told
    require(may_write_theory(by, city))
    if slug and (slugify(slug) != slug or slug in RESERVED or len(slug) > LONGEST_SLUG):
        raise TheoryFaulty(_("Use small letters, digits and hyphens in the address."), field="slug")
    chain = Theory.objects.filter(city=city, slug=slug)
    held: Theory | None = chain.filter(is_current=True).first()
    if (held.version if held else 0) != thought.base:
        raise TheoryChanged(_("Somebody saved another version meanwhile. Open it beside this one."))
    values = {
        "title": _title(thought.title),
        "content": _checked(by, thought.columns, used_ids(city, slug)),
        "visibility": thought.visibility,
    }
    if held and all(getattr(held, name) == value for name, value in values.items()):
        return held
    chain.filter(is_current=True).update(is_current=False)
    made = Theory.objects.create(city=city, slug=slug, version=thought.base + 1, by=by, **values)
    change = Change({"version": thought.base}, {"version": made.version})
    audit(by=by, act="benchmarks.theory_written", subject=made, change=change, concerns=[city])
    return made


def _title(text: str) -> str:
    kept = text.strip().replace("\0", "")
    if not kept or len(kept) > LONGEST_TITLE:
        raise TheoryFaulty(_("Say in a sentence what should change."), field="title")
    return kept


def _free(wanted: str, taken: Collection[str]) -> str:
    """Return a slug that no other theory of the city has."""
    base = wanted[: LONGEST_SLUG - 4].strip("-") or "initiative"
    tried = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in tried if slug not in taken and slug not in RESERVED)


def _checked(
    by: Person, columns: Mapping[str, Sequence[Box]], used: Collection[str]
) -> dict[str, list[dict[str, object]]]:
    """Return what is kept, every box with its id.

    Raises
    ------
    TheoryFaulty
        Something in it will not do.
    """
    unknown = set(columns) - set(Column.values)
    if unknown:
        raise TheoryFaulty(_("There is no step {name}.").format(name=min(unknown)))
    named = _named(columns, used)
    wanted = {box.indicator for boxes in named.values() for box in boxes} - {""}
    known = set(Indicator.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True))
    for column, boxes in named.items():
        if len(boxes) > MOST_BOXES:
            raise TheoryFaulty(
                _("Write at most {most} in a column.").format(most=MOST_BOXES), field=column
            )
        ends = _ends(column, named)
        for place, box in enumerate(boxes):
            _check(box, f"{column}-{place}", known, ends)
    return {
        str(column): [
            {
                "id": box.id,
                "text": box.text.strip(),
                "indicator": box.indicator,
                "leads_to": list(dict.fromkeys(box.leads_to)),
            }
            for box in boxes
        ]
        for column, boxes in named.items()
    }


def _named(columns: Mapping[str, Sequence[Box]], used: Collection[str]) -> dict[Column, list[Box]]:
    """Give an id to every box that has none.

    Raises
    ------
    TheoryFaulty
        An id is none, or comes twice.
    """
    taken = {*used, *(box.id for boxes in columns.values() for box in boxes if box.id)}
    seen: set[str] = set()
    found: dict[Column, list[Box]] = {}
    for column in Column:
        number = next_number(SHORT[column], taken)
        for place, box in enumerate(columns.get(column, ())):
            one = box
            if not box.id:
                one, number = replace(box, id=f"{SHORT[column]}{number}"), number + 1
            elif box.id in seen or not AN_ID.fullmatch(box.id):
                words = _("Give each its own id, of small letters and digits.")
                raise TheoryFaulty(words, field=f"{column}-{place}")
            seen.add(one.id)
            found.setdefault(column, []).append(one)
        found.setdefault(column, [])
    return found


def _ends(column: Column, named: Mapping[Column, Iterable[Box]]) -> set[str]:
    """Return the ids that a box of a column may lead to."""
    if column == Column.ASSUMPTIONS:
        return {box.id for step in STEPS for box in named[step]}
    return {box.id for box in named[AFTER[column]]} if column in AFTER else set()


def _check(box: Box, at: str, known: set[str], ends: set[str]) -> None:
    if not box.text.strip() or len(box.text) > LONGEST or "\0" in box.text:
        raise TheoryFaulty(_("Write it in at most {n} letters.").format(n=LONGEST), field=at)
    if box.indicator and box.indicator not in known:
        raise TheoryFaulty(_("There is no indicator {code}.").format(code=box.indicator), field=at)
    if wrong := [one for one in box.leads_to if one not in ends]:
        if at.startswith(Column.ASSUMPTIONS):
            words = _("It must hold for what there is no step of: {id}.")
        else:
            words = _("It leads to what is not in the next column: {id}.")
        raise TheoryFaulty(words.format(id=wrong[0][:20]), field=at)
