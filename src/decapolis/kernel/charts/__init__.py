"""The recurring charts: each from a frozen dataclass to one SVG, used on the page and in print.

`draw` makes the picture; every chart also has its ``sentence()`` and its ``table()``.
"""

from decapolis.kernel.charts.bars import Bar, BarList, Outcome, PlanOutcome
from decapolis.kernel.charts.canvas import Canvas, Chart, Medium, Table, draw
from decapolis.kernel.charts.cities import Closeness, DotPlot, DotRow, PeerPlot, PeerStrip
from decapolis.kernel.charts.costs import (
    CostGroup,
    CostPoint,
    CostRange,
    FundingBar,
    FundingPart,
    Price,
)
from decapolis.kernel.charts.gantt import Gantt, GanttBar, GanttMark
from decapolis.kernel.charts.maps import CityMap, MapDot, WorldMap
from decapolis.kernel.charts.moves import MoveBar, MoveKey, MovePart
from decapolis.kernel.charts.plans import MoneyYear, MoneyYears, PlanRange, TotalSpread
from decapolis.kernel.charts.ranks import RankGroup, RankPlot, RankRow, ScorePlot, ScoreRow
from decapolis.kernel.charts.series import (
    HeapBar,
    Histogram,
    TimeSeries,
    YearLine,
    YearPoint,
)
from decapolis.kernel.charts.theory import TheoryBox, TheoryMap

__all__ = [
    "Bar",
    "BarList",
    "Canvas",
    "Chart",
    "CityMap",
    "Closeness",
    "CostGroup",
    "CostPoint",
    "CostRange",
    "DotPlot",
    "DotRow",
    "FundingBar",
    "FundingPart",
    "Gantt",
    "GanttBar",
    "GanttMark",
    "HeapBar",
    "Histogram",
    "MapDot",
    "Medium",
    "MoneyYear",
    "MoneyYears",
    "MoveBar",
    "MoveKey",
    "MovePart",
    "Outcome",
    "PeerPlot",
    "PeerStrip",
    "PlanOutcome",
    "PlanRange",
    "Price",
    "RankGroup",
    "RankPlot",
    "RankRow",
    "ScorePlot",
    "ScoreRow",
    "Table",
    "TheoryBox",
    "TheoryMap",
    "TimeSeries",
    "TotalSpread",
    "WorldMap",
    "YearLine",
    "YearPoint",
    "draw",
]
