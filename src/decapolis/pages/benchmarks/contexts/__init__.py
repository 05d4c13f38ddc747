"""What the pages of rankings show: runs of an index in the shapes of components."""

from decapolis.pages.benchmarks.contexts.city import Read, city_page
from decapolis.pages.benchmarks.contexts.comparing import compare_page
from decapolis.pages.benchmarks.contexts.keeping import Held, held_of, mine_of, practices_of
from decapolis.pages.benchmarks.contexts.lifting import lifted_of, strong_cities
from decapolis.pages.benchmarks.contexts.listing import rankings_page
from decapolis.pages.benchmarks.contexts.method import method_page
from decapolis.pages.benchmarks.contexts.ranking import ranking_page, read_asked, unmade_page

__all__ = [
    "Held",
    "Read",
    "city_page",
    "compare_page",
    "held_of",
    "lifted_of",
    "method_page",
    "mine_of",
    "practices_of",
    "ranking_page",
    "rankings_page",
    "read_asked",
    "strong_cities",
    "unmade_page",
]
