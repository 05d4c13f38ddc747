import re
from pathlib import Path

from decapolis.peers.choices import FACETS, GENERAL, MEASURES, THEME_WEIGHTS
from decapolis.peers.choices.weights import BASE

PAGE = (Path(__file__).parents[2] / "docs/engines/peers.md").read_text(encoding="utf-8")
WEIGHT = re.compile(r"`(\w+)` (\d+(?:\.\d+)?)")


def _rows(width):
    """Return the rows of the table with so many columns, by their first cell."""
    cells = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): row[1:] for row in cells if len(row) == width}


def test_the_page_tells_every_weight_of_the_base():
    rows = _rows(4)
    assert {facet: float(rows[facet][1]) for facet in FACETS} == {
        facet: BASE.get(facet, 0.0) for facet in FACETS
    }


def test_the_page_names_the_measures_of_every_facet_in_order():
    rows = _rows(4)
    for facet in FACETS:
        told = re.findall(r"`(\w+)`", rows[facet][2])
        assert told == [measure.code for measure in MEASURES if measure.facet == facet]


def test_the_page_tells_what_each_theme_weighs_differently():
    rows = _rows(3)
    for theme, weights in THEME_WEIGHTS.items():
        told = {facet: float(weight) for facet, weight in WEIGHT.findall(rows[theme][0])}
        merged = {facet: weight for facet, weight in (BASE | told).items() if weight}
        assert merged == weights, theme
    (general,) = [line for line in PAGE.splitlines() if line.startswith("With no theme named")]
    told = {facet: float(weight) for facet, weight in WEIGHT.findall(general)}
    assert BASE | told == GENERAL
