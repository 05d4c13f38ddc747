"""What the pages of answers show."""

from decapolis.pages.find.contexts.hits import Nearby, records, rows_of
from decapolis.pages.find.contexts.listing import Answers, CityTrouble, FindPage, find_page
from decapolis.pages.find.contexts.places import AnswerMap, map_of
from decapolis.pages.find.contexts.side_by_side import (
    Comparison,
    compare_practices,
    compared_rows,
    rank_of,
    unit_prices_of,
)

__all__ = [
    "AnswerMap",
    "Answers",
    "CityTrouble",
    "Comparison",
    "FindPage",
    "Nearby",
    "compare_practices",
    "compared_rows",
    "find_page",
    "map_of",
    "rank_of",
    "records",
    "rows_of",
    "unit_prices_of",
]
