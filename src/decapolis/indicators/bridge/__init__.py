"""Figures as arrays, how far they reach and how they lie, and tables that staff hand in."""

from decapolis.indicators.bridge.checking import Checked, check_table
from decapolis.indicators.bridge.coverage import (
    Catalogue,
    Coverage,
    Entry,
    FromSource,
    Question,
    catalogue,
    coverage,
)
from decapolis.indicators.bridge.rows import COLUMNS, UNIQUE, observation_row
from decapolis.indicators.bridge.spread import Heap, Known, Spread, spread_of
from decapolis.indicators.bridge.table import (
    LOOK_EVERY_S,
    FigureTable,
    figure_table,
    figures_of,
    forget_figures,
)

__all__ = [
    "COLUMNS",
    "LOOK_EVERY_S",
    "UNIQUE",
    "Catalogue",
    "Checked",
    "Coverage",
    "Entry",
    "FigureTable",
    "FromSource",
    "Heap",
    "Known",
    "Question",
    "Spread",
    "catalogue",
    "check_table",
    "coverage",
    "figure_table",
    "figures_of",
    "forget_figures",
    "observation_row",
    "spread_of",
]
