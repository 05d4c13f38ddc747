"""Sources, indicators and figures, open to whoever the dice say."""

from itertools import product

from decapolis.cities.models import City
from decapolis.indicators.choices import Direction, Level
from decapolis.indicators.models import Indicator, Observation, Source
from tests.permissions.worlds.basics import Who, opens
from tests.permissions.worlds.world import World

SOURCES, INDICATORS = 3, 4


def make_figures(world: World) -> None:
    """Let some cities have words in some years, from each source for each indicator or not."""
    dice = world.dice
    sources = world.made(Source, [
        Source(id=f"of-{word}", title=f"{word} census", attribution=f"{word} office", licence="CC0",
               visibility=dice.visibility(Source))
        for word in (world.mark("source") for _number in range(SOURCES))
    ])  # fmt: skip
    indicators = world.made(Indicator, [
        Indicator(
            code=f"lit-{word}", name=f"{word} lit", unit="class", direction=Direction.CONTEXT,
            theme="energy", level=Level.CITY, definition=f"{word} lamps",
            visibility=dice.visibility(Indicator),
        )
        for word in (world.mark("indicator") for _number in range(INDICATORS))
    ])  # fmt: skip
    made = []
    for city, indicator, source in product(world.of(City)[:3], indicators, sources):
        if dice.yes(0.6):
            made.append(Observation(
                subject=f"city:{city.pk}", city=city, indicator=indicator, source=source,
                period="2020", year=2020, word=f"{world.mark('figure')} kind", unit="class",
            ))  # fmt: skip
    if not made:
        city = world.of(City)[0]
        made.append(Observation(
            subject=f"city:{city.pk}", city=city, indicator=indicators[0], source=sources[0],
            word=world.mark("figure"), unit="class",
        ))  # fmt: skip
    world.made(Observation, made)
    for model in (Source, Indicator):  # also what came with the cities
        world.rows[model] = list(model.objects.all())
    world.rows[Observation] = list(Observation.objects.select_related("indicator", "source"))


def sees_observation(_world: World, who: Who, row: Observation) -> bool:
    """Tell whether somebody may read a figure: its indicator and its source are open to them."""
    return opens(who, row.indicator.visibility) and opens(who, row.source.visibility)
