"""What the pages of answers show."""

from decapolis.pages.find.contexts.hits import ClosenessShares, Nearby, rows_of
from decapolis.pages.find.contexts.listing import (
    Answers,
    CityTrouble,
    FindPage,
    find_page,
    practices_among,
)
from decapolis.pages.find.contexts.places import AnswerMap, map_of
from decapolis.pages.find.contexts.side_by_side import (
    Comparison,
    compare_practices,
    rank_of,
    unit_prices_of,
)

__all__ = [
    "AnswerMap",
    "Answers",
    "CityTrouble",
    "ClosenessShares",
    "Comparison",
    "FindPage",
    "Nearby",
    "compare_practices",
    "find_page",
    "map_of",
    "practices_among",
    "rank_of",
    "rows_of",
    "unit_prices_of",
]
