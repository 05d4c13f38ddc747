"""The records with which the rows of rankings are walked."""

from decapolis.benchmarks.choices import Kind, State
from decapolis.cities.models import City
from tests.factories import benchmarks
from tests.permissions.judged import ASSESSED, DRAFTED, LEAF, PUBLISHED, READ_IN, REPLIED


def make_judged(dayton: City, other: City) -> None:
    """Make a framework with an edition that is published, one being marked, and a draft."""
    framework = benchmarks.framework("a", slug="of-judged")
    benchmarks.criterion(framework, "b", id=LEAF)
    published = benchmarks.published(framework, dayton, other, id=PUBLISHED, slug="first")
    benchmarks.reply(benchmarks.entrant(published, dayton.name), id=REPLIED)
    for key, slug, state in (
        (ASSESSED, "marked", State.ASSESSING),
        (DRAFTED, "drafted", State.DRAFT),
    ):
        benchmarks.edition(framework, dayton, other, id=key, slug=slug, state=state)
    benchmarks.edition(framework, dayton, id=READ_IN, slug="read-in", kind=Kind.UPLOADED)
    benchmarks.theory(dayton)
    benchmarks.theory(dayton, slug="lamps", title="Lamps in Linden Avenue")
