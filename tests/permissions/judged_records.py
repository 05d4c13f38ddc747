"""The records with which the rows of rankings are walked."""

from decapolis.benchmarks.choices import State
from decapolis.cities.models import City
from tests.factories import benchmarks
from tests.permissions.judged import ASSESSED, DRAFTED, PUBLISHED, REPLIED


def make_judged(dayton: City, other: City) -> None:
    """Make a framework with an edition that is published, one being marked, and a draft."""
    framework = benchmarks.framework(slug="of-judged")
    published = benchmarks.published(framework, dayton, other, id=PUBLISHED, slug="first")
    benchmarks.reply(benchmarks.entrant(published, dayton.name), id=REPLIED)
    for key, slug, state in (
        (ASSESSED, "marked", State.ASSESSING),
        (DRAFTED, "drafted", State.DRAFT),
    ):
        benchmarks.edition(framework, dayton, other, id=key, slug=slug, state=state)
    benchmarks.theory(dayton)
