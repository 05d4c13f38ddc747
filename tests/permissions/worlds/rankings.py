"""Frameworks, editions in every state, marks of every hand with proofs, replies and runs."""

from itertools import product

from django.utils import timezone

from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.choices import Hand, Kind, ReplyState, State
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
from decapolis.cities.models import City
from decapolis.indicators.models import Indicator, Source
from decapolis.library.models import Document
from decapolis.people.models import Person
from tests.permissions.worlds.world import World

FRAMEWORKS, LEAVES = 3, 2
AS_MARKED = {
    "denominate": False, "impute": False, "screen": False, "treat": False, "normalise": "none",
}  # fmt: skip


def make_rankings(world: World) -> None:
    """Make frameworks, and an edition of every state and a few more."""
    dice = world.dice
    world.made(Framework, [
        Framework(slug=f"judged-{word}", name=f"{word} index", about=f"{word} lamps",
                  attribution=word, visibility=dice.visibility(Framework))
        for word in (world.mark("framework") for _n in range(FRAMEWORKS))
    ])  # fmt: skip
    for number, one in enumerate(world.of(Framework)):
        if not number:
            one.visibility = "public"
            one.save(update_fields=["visibility"])
        world.made(Criterion, [
            Criterion(framework=one, code=f"c{place}", name=f"{world.mark('criterion')} lit",
                      position=place, low=0, high=10,
                      indicator=world.dice.one([None, *world.of(Indicator)]))
            for place in range(LEAVES)
        ])  # fmt: skip
    for state in [*State, State.ASSESSING, State.PUBLISHED]:
        _edition(world, state)
    _marks(world)
    _replies(world)
    _sheets(world)
    _theories(world)
    world.rows[Run] = [keep_run(by=None, edition=one) for one in world.of(Edition)]


def _edition(world: World, state: State) -> None:
    dice, word = world.dice, world.mark("edition")
    kind = dice.one([Kind.ASSESSED, Kind.ASSESSED, Kind.OBSERVED])
    (made,) = world.made(Edition, [
        Edition(
            framework=dice.one(world.of(Framework)), slug=f"round-{word}", name=f"{word} round",
            kind=kind, state=state, spec=AS_MARKED, about=f"{word} lamps",
            visibility=dice.visibility(Edition), why_withdrawn=f"{word} was wrong",
            source=dice.one(world.of(Source)) if kind == Kind.OBSERVED else None,
        )
    ])  # fmt: skip
    world.made(Entrant, [
        *(Entrant(edition=made, city=city, code=str(city.pk), name=city.name)
          for city in world.of(City)),
        Entrant(edition=made, code="stranger", name=f"{world.mark('entrant')} Town"),
    ])  # fmt: skip


def _marks(world: World) -> None:
    """Let each place have a settled mark, and what else the dice say: also what was replaced."""
    dice, people = world.dice, [None, *world.of(Person)]
    made = []
    for entrant in world.of(Entrant):
        leaves = [
            one for one in world.of(Criterion)
            if one.framework_id == entrant.edition.framework_id
        ]  # fmt: skip
        for leaf in leaves:
            hands = [Hand.SETTLED, *(hand for hand in Hand if hand != Hand.SETTLED and dice.yes())]
            earlier = [dice.one(hands)] if dice.yes(0.3) else []
            made += [
                Mark(
                    edition=entrant.edition, entrant=entrant, criterion=leaf, hand=hand,
                    value=dice.one(range(1, 10)), note=f"{world.mark('judgement')} as read",
                    by=dice.one(people), superseded=timezone.now() if place >= len(hands) else None,
                )
                for place, hand in enumerate([*hands, *earlier])
            ]  # fmt: skip
    world.made(Mark, made)
    world.made(Proof, [
        Proof(mark=one, document=dice.one([None, *world.of(Document)]), page="3",
              url=f"https://{world.mark('proof')}.example/plan")
        for one in made if dice.yes(0.4)
    ])  # fmt: skip


def _replies(world: World) -> None:
    dice, people = world.dice, [None, *world.of(Person)]
    there = [one for one in world.of(Entrant) if one.city_id]
    made = []
    for entrant in dice.some(there, 6):
        leaf = dice.one(
            [one for one in world.of(Criterion)
             if one.framework_id == entrant.edition.framework_id]
        )  # fmt: skip
        state = dice.one(ReplyState.values)
        is_open = state == ReplyState.OPEN
        made.append(Reply(
            edition=entrant.edition, entrant=entrant, criterion=leaf, state=state, wants=9,
            text=f"{world.mark('reply')} we have a plan", by=dice.one(people),
            document=dice.one([None, *world.of(Document)]), url="https://dayton.example/plan",
            answer="" if is_open else f"{world.mark('reply_answer')} we have read it",
            answered_by=None if is_open else dice.one(people),
        ))  # fmt: skip
    if all(one.state == ReplyState.OPEN for one in made):
        made[0].state, made[0].answer = (
            ReplyState.DISMISSED, f"{world.mark('reply_answer')} we have read it")  # fmt: skip
    world.made(Reply, made)


def _sheets(world: World) -> None:
    """Let some fill in what they have not handed in."""
    dice = world.dice
    there = [one for one in world.of(Person) if one.left is None]
    world.made(Sheet, [
        Sheet(entrant=dice.one(world.of(Entrant)), person=one,
              content={f"c{leaf.pk}-note": f"{world.mark('sheet')} not sure"})
        for one in there for leaf in [dice.one(world.of(Criterion))]
    ])  # fmt: skip


def _theories(world: World) -> None:
    """Write how two cities think that change comes about, in versions for whatever eyes."""
    dice, people = world.dice, [None, *world.of(Person)]
    made, codes = [], ["", *(one.pk for one in world.of(Indicator))]
    for city, slug in product(world.of(City)[:2], ("", "lamps")):
        for version in (1, 2):
            word = world.mark("theory")
            box = {"id": "in1", "text": f"{word} money", "leads_to": []}
            box["indicator"] = dice.one(codes)
            made.append(Theory(
                city=city, slug=slug, version=version, title=f"{word} light for all",
                content={"inputs": [box]},
                visibility=dice.visibility(Theory), by=dice.one(people), is_current=version > 1,
            ))  # fmt: skip
    world.made(Theory, made)
