"""Write a city's theory of change; each change is a version, and none is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.choices import STEPS, Column
from decapolis.benchmarks.errors import TheoryChanged, TheoryFaulty
from decapolis.benchmarks.models import Theory
from decapolis.benchmarks.rules import may_write_theory
from decapolis.cities.models import City
from decapolis.indicators.models import Indicator
from decapolis.kernel.permissions import Visibility, require
from decapolis.people.models import Person

LONGEST = 300
LONGEST_TITLE = 200
MOST_BOXES = 12  # in a column: more is no picture


@dataclass(frozen=True, slots=True)
class Box:
    """One thing: its words, the indicator that tells, and places in the next column, from 0."""

    text: str
    indicator: str = ""
    leads_to: tuple[int, ...] = ()


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
def write_theory(*, by: Person, city: City, thought: Thought) -> Theory:
    """Save a city's theory of change as its next version; the same again makes none.

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
    held: Theory | None = Theory.objects.filter(city=city, is_current=True).first()
    if (held.version if held else 0) != thought.base:
        raise TheoryChanged(_("Somebody saved another version meanwhile. Open it beside this one."))
    values = {
        "title": _title(thought.title),
        "content": _checked(thought.columns),
        "visibility": thought.visibility,
    }
    if held and all(getattr(held, name) == value for name, value in values.items()):
        return held
    Theory.objects.filter(city=city, is_current=True).update(is_current=False)
    made = Theory.objects.create(city=city, version=thought.base + 1, by=by, **values)
    change = Change({"version": thought.base}, {"version": made.version})
    audit(by=by, act="benchmarks.theory_written", subject=made, change=change, concerns=[city])
    return made


def _title(text: str) -> str:
    kept = text.strip().replace("\0", "")
    if not kept or len(kept) > LONGEST_TITLE:
        raise TheoryFaulty(_("Say in a sentence what should change."), field="title")
    return kept


def _checked(columns: Mapping[str, Sequence[Box]]) -> dict[str, list[dict[str, object]]]:
    unknown = set(columns) - set(Column.values)
    if unknown:
        raise TheoryFaulty(_("There is no step {name}.").format(name=min(unknown)))
    wanted = {box.indicator for boxes in columns.values() for box in boxes} - {""}
    known = set(Indicator.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    following = dict(pairwise(STEPS))
    found: dict[str, list[dict[str, object]]] = {}
    for column in Column:
        boxes = columns.get(column, ())
        after = len(columns.get(following[column], ())) if column in following else 0
        if len(boxes) > MOST_BOXES:
            raise TheoryFaulty(
                _("Write at most {most} in a column.").format(most=MOST_BOXES), field=column
            )
        for place, box in enumerate(boxes):
            _check(box, f"{column}-{place}", known, after)
        found[str(column)] = [
            {
                "text": box.text.strip(),
                "indicator": box.indicator,
                "leads_to": sorted(set(box.leads_to)),
            }
            for box in boxes
        ]
    return found


def _check(box: Box, at: str, known: set[str], after: int) -> None:
    if not box.text.strip() or len(box.text) > LONGEST or "\0" in box.text:
        raise TheoryFaulty(_("Write it in at most {n} letters.").format(n=LONGEST), field=at)
    if box.indicator and box.indicator not in known:
        raise TheoryFaulty(_("There is no indicator {code}.").format(code=box.indicator), field=at)
    if any(not 0 <= place < after for place in box.leads_to):
        raise TheoryFaulty(_("It leads to what is not in the next column."), field=at)
