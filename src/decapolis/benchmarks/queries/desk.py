"""What waits at rankings and assessments, for whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from decapolis.benchmarks.choices import BLIND, Hand, ReplyState, State
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Mark, Reply
from decapolis.benchmarks.models.editions import reviews, spoken_for
from decapolis.benchmarks.queries.values import grid_of
from decapolis.kernel.permissions import Reader, is_member

ALONE = tuple({str(hand)} for hand in BLIND)  # one reviewer has marked it, and nobody settled it


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not known of an edition."""

    values: int  # that there could be
    missing: int
    by_criterion: tuple[tuple[str, int], ...]  # name, how many lack it; those that lack any
    unmeasured: tuple[str, ...] = ()  # names of what no city has, so that it is left out


@dataclass(frozen=True, slots=True)
class OneReader:
    """A city that one reviewer alone has read, and why that was enough."""

    code: str
    city: str
    why: str


@dataclass(frozen=True, slots=True)
class ToMark:
    """A city that somebody is asked to mark, for its people or as a reviewer."""

    edition_id: int
    edition: str
    code: str
    city: str
    hand: str
    done: int
    of: int


def gaps_of(edition: Edition) -> Gaps:
    """Return which values an edition lacks, by criterion; four queries."""
    grid = grid_of(edition)
    lacking = [
        (leaf.name, sum(grid.value(entrant, leaf) is None for entrant in grid.entrants))
        for leaf in grid.leaves
    ]
    return Gaps(
        values=len(grid.entrants) * len(grid.leaves),
        missing=sum(number for _name, number in lacking),
        by_criterion=tuple((name, number) for name, number in lacking if number),
        unmeasured=tuple(one.name for one in grid.unmeasured),
    )


def strangers(edition: Edition) -> tuple[str, ...]:
    """Return the names of units that are no city of the gazetteer."""
    rows = Entrant.objects.filter(edition=edition, city=None).order_by("name")
    return tuple(rows.values_list("name", flat=True))


def one_reader_of(edition: Edition) -> tuple[OneReader, ...]:
    """Return the cities for which one reviewer was enough, by name; one query."""
    rows = Entrant.objects.filter(edition=edition).exclude(one_reader="").order_by("name", "pk")
    return tuple(OneReader(one.code, one.name, one.one_reader) for one in rows)


def open_replies(reader: Reader | None) -> tuple[Reply, ...]:
    """Return the replies that wait for an answer, the oldest first; what they are about is read."""
    rows = Reply.objects.visible_to(reader).filter(
        state=ReplyState.OPEN, edition__state=State.PUBLISHED
    )
    found = rows.select_related("edition__framework", "entrant__city", "criterion", "document")
    return tuple(found.order_by("at", "pk"))


def reply_to_read(number: int, *, reader: Reader | None) -> Reply | None:
    """Return a reply that may be read; None where there is none."""
    rows = Reply.objects.visible_to(reader).filter(pk=number)
    found: Reply | None = rows.select_related(
        "edition__framework", "entrant__city", "criterion", "document", "answered_by"
    ).first()
    return found


def marks_waiting(person: Reader | None) -> tuple[ToMark, ...]:
    """Return the cities that somebody speaks for and that are not wholly marked by them yet."""
    if not is_member(person):
        return ()
    taking_part = Entrant.objects.filter(
        edition__in=Edition.objects.visible_to(person).filter(state=State.ASSESSING),
        city__in=spoken_for(person),
    ).select_related("edition__framework")
    return _lines(list(taking_part), Hand.SELF)


def reviews_begun(person: Reader | None) -> tuple[ToMark, ...]:
    """Return the cities that a reviewer began to mark and has not finished."""
    if not reviews(person):
        return ()
    own = Mark.objects.current().filter(by=getattr(person, "pk", None), hand__in=BLIND)
    taking_part = Entrant.objects.filter(
        pk__in=own.values("entrant"),
        edition__in=Edition.objects.visible_to(person).filter(state=State.ASSESSING),
    ).select_related("edition__framework")
    return _lines(list(taking_part), "", by=getattr(person, "pk", None))


def assessments_open(person: Reader | None) -> tuple[Edition, ...]:
    """Return the assessments on which somebody works, newest first."""
    rows = Edition.objects.visible_to(person).filter(state__in=[State.ASSESSING, State.SETTLING])
    return tuple(rows.select_related("framework").order_by("-made", "-pk"))


def unsettled_of(entrant: Entrant) -> frozenset[int]:
    """Return the criteria that somebody marked blind and that are not settled, whoever asks.

    It tells that there is a mark, not which: what is blind stays so.
    """
    marks = Mark.objects.current().filter(entrant=entrant)
    blind = marks.filter(hand__in=BLIND).values_list("criterion", flat=True)
    settled = marks.filter(hand=Hand.SETTLED).values_list("criterion", flat=True)
    return frozenset(blind) - frozenset(settled)


def waiting_in(edition: Edition) -> Mapping[int, int]:
    """Return how many criteria wait for a second reviewer, by the key of who takes part.

    As `unsettled_of`, it tells that there is a mark, not which.
    """
    hands: dict[tuple[int, int], set[str]] = {}
    rows = Mark.objects.current().filter(edition=edition).exclude(hand=Hand.SELF)
    for entrant, criterion, hand in rows.values_list("entrant", "criterion", "hand"):
        hands.setdefault((entrant, criterion), set()).add(hand)
    return Counter(entrant for (entrant, _criterion), of in hands.items() if of in ALONE)


def _lines(entrants: list[Entrant], hand: str, by: int | None = None) -> tuple[ToMark, ...]:
    frameworks = {one.edition.framework_id for one in entrants}
    leaves = dict(
        Criterion.objects.filter(framework__in=frameworks, children=None)
        .order_by().values_list("framework").annotate(number=Count("pk"))
    )  # fmt: skip
    marks = Mark.objects.current().filter(entrant__in=entrants)
    marks = marks.filter(hand=hand) if hand else marks.filter(hand__in=BLIND, by=by)
    done = dict(marks.order_by().values_list("entrant").annotate(number=Count("pk")))
    found = (
        ToMark(
            edition_id=one.edition_id,
            edition=str(one.edition),
            code=one.code,
            city=one.name,
            hand=hand,
            done=done.get(one.pk, 0),
            of=leaves.get(one.edition.framework_id, 0),
        )
        for one in entrants
    )
    return tuple(one for one in found if one.done < one.of)
