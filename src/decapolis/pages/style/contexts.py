"""Sample data for the style page: figures of street lighting, shown as samples."""

from dataclasses import dataclass
from typing import ClassVar

from django.core.paginator import Paginator

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
    MapDot,
    Outcome,
    PeerPlot,
    PeerStrip,
    PlanOutcome,
    Price,
    WorldMap,
)
from decapolis.kernel.numbers import quantity
from decapolis.pages.components import (
    Added,
    AddedLine,
    Chip,
    CompareRow,
    Crumb,
    Facet,
    FacetOption,
    Fault,
    Hit,
    Pager,
    Source,
    Topic,
)
from decapolis.pages.style.forms import SampleForm

PAGE = "/style"

CRUMBS = (Crumb("Find", "/"), Crumb("Energy and light", PAGE), Crumb("Practice"))

TOPICS = tuple(
    Topic(label, PAGE, count)
    for label, count in (
        ("Getting around", 71),
        ("Running the city", 73),
        ("Jobs and business", 58),
        ("Air and climate", 56),
        ("Energy and light", 40),
        ("Health", 39),
        ("Safety", 36),
        ("Connectivity", 31),
        ("Water", 28),
        ("Digital inclusion", 23),
        ("Homelessness and housing", 19),
        ("Waste", 19),
        ("Food", 10),
    )
)

TWO_CITIES = DotPlot(
    mine="Dayton",
    theirs="Schenectady",
    among="772 US cities",
    rows=(
        DotRow("Rain and snow a year", 57.3, 56.2, "1,084 mm", "1,073 mm"),
        DotRow("Violent crime per 100,000", 93.8, 88.0, "962", "806"),
        DotRow("January mean", 21.1, 13.9, quantity(-1.9, "°C"), quantity(-3.5, "°C")),
        DotRow("People in poverty", 97.4, 88.2, "27.1%", "21.2%"),
        DotRow("Median household income", 1.5, 11.4, "$43,454", "$54,650"),
        DotRow("Snow a year", 48.9, 85.7, "67 cm", "137 cm"),
        DotRow("People per km²", 34.7, 84.5, "946", "2,448"),
        DotRow("Homes with broadband", 41.0, None, "88%", "unknown"),
    ),
)

PEERS = PeerPlot(
    city="Dayton",
    strips=(
        PeerStrip(
            "People per km²",
            "people per km2",
            946,
            (785, 787, 905, 921, 959, 1012, 1104, 1190, 1310, 1534),
            "Dayton",
        ),
        PeerStrip(
            "Household income",
            "US$",
            43454,
            (43395, 46035, 48662, 49054, 50100, 51552, 52113, 53829, 55840, 58716),
            "Dayton",
        ),
        PeerStrip(
            "People in poverty",
            "% of people",
            27.1,
            (15.6, 18.6, 19.3, 19.8, 20.7, 22.6, 24.3, 24.8, 29.5, 30.5),
            "Dayton",
        ),
        PeerStrip("Snow a year", "cm", 67, (23, 28, 40, 45, 53, 59, 76, 92, 122), "Dayton"),
        PeerStrip(
            "Homes with broadband",
            "%",
            None,
            (71.0, 77.5, 80.2, 84.9),
            "Dayton",
            "no survey since 2019",
        ),
    ),
)

COSTS = CostRange(
    unit="lamp",
    currency="INT",
    basis="2024 international dollars",
    groups=(
        CostGroup(
            "Lamps only",
            tuple(
                CostPoint(*pair)
                for pair in (
                    ("Calgary", 420),
                    ("Los Angeles", 550),
                    ("Sydney", 1030),
                    ("Syracuse", 1060),
                )
            ),
        ),
        CostGroup(
            "Lamps with purchase, network or new poles",
            tuple(
                CostPoint(*pair)
                for pair in (("Schenectady", 2260), ("Syracuse, bought", 2710), ("Detroit", 3720))
            ),
        ),
    ),
)

FUNDING = FundingBar(
    currency="USD",
    total=7_590_000,
    parts=(
        FundingPart("City budget, over two years", 3_000_000),
        FundingPart("National Grid, the utility", 7_590_000),
        FundingPart("State grant", 1_000_000),
        FundingPart("A foundation", None),
    ),
)

OUTCOMES = (
    Outcome("Power per lamp", 25, "W", "reported", baseline=100, good=True),
    Outcome(
        "Electricity for street lights",
        37,
        "% of before",
        "measured",
        baseline=100,
        expected=60,
        good=True,
        year=2013,
    ),
    Outcome("Yearly saving", 375_000, "US$", "forecast"),
)

OVERRUNS = (
    PlanOutcome(
        "A finance system",
        19e6,
        144e6,
        currency="GBP",
        plan_label="First plan",
        outcome_label="Estimate, June 2025",
    ),
    PlanOutcome(
        "A smart grid",
        15.3e6,
        44.5e6,
        currency="USD",
        plan_label="Estimate, 2008",
        outcome_label="Cost, 2013",
    ),
    PlanOutcome("A bridge", 8e6, None, currency="USD"),
)

REGIONS = BarList(
    "Practices by region",
    tuple(
        Bar(label, value, PAGE)
        for label, value in (
            ("Americas", 128),
            ("Europe", 59),
            ("Asia", 28),
            ("Africa", 11),
            ("Oceania", 4),
        )
    ),
)

DAYTON = MapDot("Dayton", 39.76, -84.19)
_CITIES = (
    ("Detroit", 42.33, -83.05),
    ("Syracuse", 43.05, -76.15),
    ("Schenectady", 42.81, -73.94),
    ("Los Angeles", 34.05, -118.24),
    ("Calgary", 51.05, -114.07),
    ("Bogotá", 4.71, -74.07),
    ("Medellín", 6.25, -75.56),
    ("Buenos Aires", -34.6, -58.38),
    ("São Paulo", -23.55, -46.63),
    ("Barcelona", 41.39, 2.16),
    ("Vienna", 48.21, 16.37),
    ("Helsinki", 60.17, 24.94),
    ("London", 51.51, -0.13),
    ("Valencia", 39.47, -0.38),
    ("Aarhus", 56.16, 10.2),
    ("Nairobi", -1.29, 36.82),
    ("Kigali", -1.94, 30.06),
    ("Cape Town", -33.92, 18.42),
    ("Accra", 5.6, -0.19),
    ("Indore", 22.72, 75.86),
    ("Surat", 21.17, 72.83),
    ("Singapore", 1.35, 103.82),
    ("Bandung", -6.91, 107.61),
    ("Seoul", 37.57, 126.98),
    ("Shenzhen", 22.54, 114.06),
    ("Melbourne", -37.81, 144.96),
    ("Adelaide", -34.93, 138.6),
    ("Hamilton", -37.79, 175.28),
    ("Reykjavík", 64.15, -21.94),
    ("Dubai", 25.2, 55.27),
    ("Tel Aviv", 32.08, 34.78),
    ("Kyiv", 50.45, 30.52),
    ("Honolulu", 21.31, -157.86),
)
_NAMED = {
    "Bogotá",
    "Helsinki",
    "Kigali",
    "Cape Town",
    "Indore",
    "Seoul",
    "Melbourne",
    "Buenos Aires",
    "London",
}
_FAILED = (
    MapDot("San Diego", 32.72, -117.16, failed=True),
    MapDot("Toronto", 43.65, -79.38, failed=True),
    MapDot("Birmingham", 52.48, -1.9, failed=True),
)
WORLD = WorldMap(
    dots=(*(MapDot(name, lat, lon, named=name in _NAMED) for name, lat, lon in _CITIES), *_FAILED),
    home=DAYTON,
    tied=tuple(MapDot(*row) for row in _CITIES[:5]),
)
PLACE = CityMap(
    DAYTON,
    (
        MapDot("Cincinnati", 39.1, -84.51),
        MapDot("Columbus", 39.96, -83.0),
        MapDot("Chicago", 41.88, -87.63),
        MapDot("Detroit", 42.33, -83.05),
        MapDot("New York", 40.71, -74.01),
        MapDot("Atlanta", 33.75, -84.39),
        MapDot("Toronto", 43.65, -79.38),
    ),
)
PLACES = (
    CityMap(
        MapDot("Valencia", 39.47, -0.38),
        (
            MapDot("Madrid", 40.42, -3.7),
            MapDot("Barcelona", 41.39, 2.16),
            MapDot("Marseille", 43.3, 5.37),
            MapDot("Algiers", 36.75, 3.06),
        ),
    ),
    CityMap(
        MapDot("Hamilton", -37.79, 175.28),
        (
            MapDot("Auckland", -36.85, 174.76),
            MapDot("Wellington", -41.29, 174.78),
            MapDot("Christchurch", -43.53, 172.64),
        ),
    ),
)

COMPARED = tuple(
    CompareRow(
        name,
        PAGE,
        detail,
        Closeness("Dayton", rank, 661, near),
        Price(amount, 4000, "INT", covers),
        came,
        kind,
        wrong,
        failed,
    )
    for name, detail, rank, near, amount, covers, came, kind, wrong, failed in (
        (
            "Detroit, Michigan",
            "Relighting a bankrupt city, 2013 to 2016",
            16,
            0.22,
            3720,
            "new network, not lamps alone",
            "65,000 LED lamps a year early and under budget; 22.7 million kWh saved a year.",
            "reported, US Department of Energy",
            "40% of the old lamps were dark first; the network was shrunk from 88,000 to fit.",
            "",
        ),
        (
            "Syracuse, New York",
            "Buying lights back from the utility, 2018 to 2021",
            42,
            0.27,
            2710,
            "includes buying the lamps",
            "17,507 lamps bought and converted; savings put at $3.3M a year.",
            "forecast",
            "The utility refused to sell for years, until state rules changed.",
            "",
        ),
        (
            "Calgary, Alberta",
            "80,000 lamps early and on budget, 2014 to 2017",
            None,
            None,
            420,
            "lamps only",
            "CAD 5M of electricity a year to be saved.",
            "forecast",
            "",
            "",
        ),
        (
            "San Diego, California",
            "Lamps with cameras, 2016 to 2020",
            501,
            0.8,
            None,
            "$19.9M drawn; lamps not stated",
            "Savings did not cover the cost.",
            "budget analyst",
            "Police used the cameras before most councillors knew; still paying $1M a year.",
            "Cancelled.",
        ),
    )
)

ADDED = Added(
    "added-sample",
    "Cost: who added it, and when",
    (AddedLine("Changed by Ana Díaz, Dayton, on 3 May 2026.", PAGE, "What it changed"),),
)
HITS = (
    Hit(
        "Practice",
        "Schenectady\u2019s utility-led smart street lights",
        PAGE,
        "Schenectady, New York",
        "2016 to now",
        "4,200 lamps became dimmable LEDs with Wi-Fi and sensors; $380,000 a year is expected.",
        ("street lighting", "Energy and light", "a city of your size"),
        (("Cost", "$7.59M"), ("Per lamp", "Int$2,260"), ("Evidence", "Level 2 of 5: measured")),
        closeness=Closeness("Dayton", 105, 661, 0.37),
    ),
    Hit(
        "Practice",
        "San Diego\u2019s lamps became a surveillance dispute",
        PAGE,
        "San Diego, California",
        "2016 to 2020",
        "Sensors were used beyond what the council had approved.",
        ("street lighting", "went badly"),
        (("Cost", "$19.9M"),),
        failed="Cancelled.",
    ),
    Hit(
        "Toolkit",
        "Procurement guidelines for smart sustainable cities",
        PAGE,
        "",
        "2023",
        "",
        ("buying", "street furniture"),
    ),
)

CHIPS = (
    Chip("street lighting", PAGE, "about"),
    Chip("went badly", PAGE),
    Chip("100,000 to 200,000 people", PAGE, "size"),
)
FACETS = (
    Facet(
        "Theme",
        (
            FacetOption("Energy and light", PAGE, 40, chosen=True),
            FacetOption("Safety", PAGE, 12),
            FacetOption("Running the city", PAGE, 9),
        ),
    ),
    Facet(
        "How it went",
        (
            FacetOption("Went well", PAGE, 31),
            FacetOption("Mixed results", PAGE, 18),
            FacetOption("Went badly", PAGE, 7),
        ),
    ),
    Facet("Country", (FacetOption("United States", PAGE, 21), FacetOption("Canada", PAGE, 4))),
)
SOURCES = (
    Source(
        1,
        "Schenectady, N.Y., Continues Smart Streetlight Installation",
        "https://www.govtech.com/",
        "Government Technology",
    ),
    Source(
        2,
        "Smart City initiative gets the go-ahead",
        "https://dailygazette.com/",
        "The Daily Gazette",
        2018,
    ),
    Source(3, "PPP conversion factor; consumer price inflation", "", "World Bank", "CC BY 4.0"),
)


@dataclass(frozen=True, slots=True)
class StylePage:
    """All components with sample data."""

    template: ClassVar[str] = "style/style.html"
    form: SampleForm
    here: str = PAGE
    crumbs: tuple[Crumb, ...] = CRUMBS
    topics: tuple[Topic, ...] = TOPICS
    two_cities: DotPlot = TWO_CITIES
    peers: PeerPlot = PEERS
    costs: CostRange = COSTS
    funding: FundingBar = FUNDING
    outcomes: tuple[Outcome, ...] = OUTCOMES
    overruns: tuple[PlanOutcome, ...] = OVERRUNS
    regions: BarList = REGIONS
    world: WorldMap = WORLD
    place: CityMap = PLACE
    places: tuple[CityMap, ...] = PLACES
    compared: tuple[CompareRow, ...] = COMPARED
    found: tuple[Hit, ...] = HITS
    traced: Added = ADDED
    words: tuple[Chip, ...] = CHIPS
    narrow: tuple[Facet, ...] = FACETS
    references: tuple[Source, ...] = SOURCES
    mend: tuple[Fault, ...] = (
        Fault("Write what is wrong, and where you know it from.", "id_note"),
    )

    @property
    def pager(self) -> Pager:
        """A long list's pager, in its middle."""
        return Pager.of(Paginator(range(230), 20).page(6), lambda number: f"{PAGE}?page={number}")


@dataclass(frozen=True, slots=True)
class BriefSample:
    """The sheets of a brief with sample data."""

    template: ClassVar[str] = "style/brief.html"
    crumbs: tuple[Crumb, ...] = (
        Crumb("Find", "/"),
        Crumb("Street lighting", PAGE),
        Crumb("Brief for Dayton"),
    )
    peers: PeerPlot = PEERS
    costs: CostRange = COSTS
    references: tuple[Source, ...] = SOURCES
    compared: tuple[CompareRow, ...] = COMPARED
