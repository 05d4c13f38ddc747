"""One chart of each kind, with something unknown wherever it may be."""

from datetime import date

from decapolis.kernel.charts import (
    Bar,
    BarList,
    CityMap,
    Closeness,
    CostGroup,
    CostPoint,
    CostRange,
    DotPlot,
    DotRow,
    FundingBar,
    FundingPart,
    Gantt,
    GanttBar,
    GanttMark,
    HeapBar,
    Histogram,
    MapDot,
    MoneyYear,
    MoneyYears,
    MoveBar,
    MovePart,
    Outcome,
    PeerPlot,
    PeerStrip,
    PlanOutcome,
    PlanRange,
    Price,
    RankGroup,
    RankPlot,
    RankRow,
    ScorePlot,
    ScoreRow,
    TheoryBox,
    TheoryMap,
    TimeSeries,
    TotalSpread,
    WorldMap,
    YearLine,
    YearPoint,
)

HOSTILE = "<b onload='x'>&\"Łódź"

DAYTON = MapDot("Dayton", 39.76, -84.19)
ROW = DotRow("Snow a year", 49.0, 83.6, "67 cm", "137 cm")
STRIP = PeerStrip("Household income", "US$", 43454.0, (43395.0, 50826.0, 58716.0), "Dayton")
DOT_PLOT = DotPlot("Dayton", "Troy", (ROW, DotRow(HOSTILE, 10.0, None, "5", "unknown")))
PEER_PLOT = PeerPlot("Dayton", (STRIP, PeerStrip(HOSTILE, "cm", None, (1.0, 2.0, 4.0))))
CLOSENESS = Closeness("Dayton", 16, 661, 0.2)
PRICE = Price(3720, 4000, "INT", "new network")
COST_RANGE = CostRange(
    "lamp",
    "INT",
    (
        CostGroup("Lamps only", (CostPoint("Calgary", 420), CostPoint(HOSTILE, 1060))),
        CostGroup("With more", (CostPoint("Detroit", 3720),)),
    ),
)
FUNDING = FundingBar(
    "USD",
    (FundingPart("City", 3e6), FundingPart(HOSTILE, 7.59e6), FundingPart("A fund", None)),
    total=7.59e6,
)
OUTCOME = Outcome("Electricity used", 37, "%", "measured", baseline=100, expected=60, good=True)
PLAN = PlanOutcome("A finance system", 19e6, 144e6, "GBP", plan_label=HOSTILE)
BARS = BarList("Practices by region", (Bar("Americas", 128), Bar(HOSTILE, 4), Bar("Asia", None)))
SERIES = TimeSeries(
    "Rent",
    "US$",
    (
        YearLine("Dayton", (YearPoint(2010, 610.0), YearPoint(2012, 655.0, joined=False)), True),
        YearLine(HOSTILE, (YearPoint(2010, 700.0), YearPoint(2011, 720.0))),
        YearLine("Nowhere", ()),
    ),
)
HEAPS = (HeapBar(0, 10, 3), HeapBar(10, 20, 0), HeapBar(20, 30, 1))
SPREAD = Histogram(HOSTILE, "%", "4 cities", HEAPS, 8.0, (5.0, 21.0), "Dayton", 30.0)
WORLD = WorldMap(
    (
        MapDot("Detroit", 42.33, -83.05, named=True),
        MapDot(HOSTILE, 32.7, -117.2, failed=True, named=True),
    ),
    home=DAYTON,
    tied=(MapDot("Detroit", 42.33, -83.05),),
)
CITY_MAP = CityMap(DAYTON, (MapDot("Detroit", 42.33, -83.05), MapDot(HOSTILE, 41.9, -87.6)))
RANK = RankRow("1", "Columbus", 11, 4, 17, 31, "31.0", "under 1%", was=9, is_mine=True)
SURE = RankRow("2", HOSTILE, 1, 1, 1, 31, "35.8", "89%")
BARE = RankRow("3", "Nowhere", None, None, None, 31, "unknown")
RANKS = RankPlot("Places", (RankGroup("One", (SURE,)), RankGroup("Two", (RANK, BARE))), 31)
SCORE = ScoreRow("Vision", 4.0, (3.0, 3.0, 2.0, 4.0), 1.0, 4.0, "4.0", "1st of 5")
UNSCORED = ScoreRow(HOSTILE, None, (1.0,), 0.0, 4.0, "unknown")
SCORES = ScorePlot("Columbus", (SCORE, UNSCORED))

GANTT = Gantt(
    (
        GanttBar("a", "Buy the lamps", date(2027, 1, 1), date(2027, 3, 31), "Works"),
        GanttBar("b", HOSTILE, date(2027, 4, 1), date(2028, 2, 1), after=("a", "gone")),
        GanttBar("c", "Switch on", date(2028, 2, 1), date(2028, 2, 1), is_done=True),
    ),
    (
        GanttMark("Go on?", date(2027, 4, 1), is_gate=True),
        GanttMark("All lit", date(2028, 3, 1), is_reached=True),
    ),
    ("Tell people",),
    date(2027, 6, 1),
)
MOVE = MoveBar(
    HOSTILE,
    (MovePart("Own data", 8.0, "8 up"), MovePart("Others", -2.5, "2.5 down"),
     MovePart("Method", 0.0, "none")),
    "5.5 up",
    10.0,
)  # fmt: skip
THEORY = TheoryMap(
    (
        ("Inputs", (TheoryBox("in1", HOSTILE, ("ac1",)),)),
        ("Activities", (TheoryBox("ac1", "Lamps", (), "Lamps that are LED of all lamps"),)),
        ("Outputs", ()),
    ),
    (TheoryBox("as1", HOSTILE, ("ac1",)),),
)

PLAN_RANGE = PlanRange(
    "lamp", "INT", (CostPoint("Calgary", 422), CostPoint(HOSTILE, 1064)), 660.0, HOSTILE, "Says."
)
TOTAL = TotalSpread(
    "USD", (90.0, 110.0, 130.0, 150.0), (5, 4, 1), 100.0, 112.0, 127.0, 27.0, HOSTILE
)
MONEY = MoneyYears(
    "USD",
    (MoneyYear("2027", 4e6, 3e6, 2e6, 1e6), MoneyYear(HOSTILE, 0.0, 0.0, 0.0, 5e5)),
    "Of $10.5M, 38% is certified.",
)

ALL = (
    MOVE,
    THEORY,
    ROW,
    STRIP,
    DOT_PLOT,
    PEER_PLOT,
    CLOSENESS,
    PRICE,
    COST_RANGE,
    FUNDING,
    OUTCOME,
    PLAN,
    BARS.scaled[0],
    BARS,
    SERIES,
    SPREAD,
    WORLD,
    CITY_MAP,
    RANK,
    RANKS,
    SCORE,
    SCORES,
    GANTT,
)
