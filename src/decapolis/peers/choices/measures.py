"""What cities are compared on. Each facet is one question; its first known measure answers it."""

from dataclasses import dataclass

# How much of its facet's weight a measure of that level may carry (docs/engines/peers.md).
QUALITY: dict[str, float] = {
    "city": 1.0,
    "agglomeration": 1.0,
    "functional urban area": 1.0,
    "nearest station": 1.0,
    "region": 0.5,
    "country": 0.25,
}


@dataclass(frozen=True, slots=True)
class Words:
    """How a measure is spoken of.

    ``noun`` as in "Similar poverty"; ``more`` and ``less`` say what the other city is when its
    value is higher or lower; ``value`` puts the number into words: "{} in poverty".
    """

    noun: str
    more: str
    less: str
    value: str = "{}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator (or fact of the gazetteer) by which cities are compared.

    ``kind`` is that of `engines.peers.Column`. ``level`` is one of `QUALITY`. ``counted`` is False
    for what is geography and not evidence: it adds to the distance, not to the shared figures.
    """

    code: str
    facet: str
    kind: str
    level: str
    words: Words
    counted: bool = True


def _measure(
    code: str, facet: str, kind: str, words: tuple[str, ...], *, level: str = "city"
) -> Measure:
    return Measure(code, facet, kind, level, Words(*words))


# The facets in the order in which readers meet them, with the name by which they are called
# when a figure is not known.
FACETS: dict[str, str] = {
    "size": "population",
    "metro": "size of the urban area",
    "growth": "growth",
    "density": "density",
    "place": "country",
    "climate": "climate",
    "latitude": "distance from the equator",
    "winter": "winter cold",
    "summer": "summer heat",
    "rain": "rain",
    "snow": "snow",
    "income": "income",
    "poverty": "poverty",
    "concentration": "concentrated poverty",
    "inequality": "inequality",
    "work": "unemployment",
    "activity": "labour force",
    "employment": "employment",
    "industry": "weight of industry",
    "education": "education",
    "school": "school leavers",
    "preschool": "preschool",
    "health": "life expectancy",
    "age": "age",
    "origin": "residents born abroad",
    "rent": "rents",
    "owners": "home ownership",
    "homes": "number of homes",
    "affordable": "affordable homes",
    "homelessness": "student homelessness",
    "digital": "people online",
    "broadband": "broadband",
    "air": "air quality",
    "power": "emissions from power plants",
    "traffic": "emissions from traffic",
    "heating": "emissions from homes",
    "emissions": "total emissions",
    "access": "access to public transport",
    "car": "commuting by car",
    "transit": "commuting by public transport",
    "walking": "commuting on foot",
    "cycling": "commuting by bicycle",
    "waste": "waste collection",
    "violence": "violent crime",
    "property_crime": "property crime",
    "associations": "associations",
    "turnout": "voter turnout",
    "government": "form of government",
}

_SIZE = ("Larger", "Smaller")
_POORER = ("Richer", "Poorer")

MEASURES: tuple[Measure, ...] = (
    _measure("population", "size", "log", ("population", *_SIZE, "{} people")),
    _measure(
        "agglomeration_population", "metro", "log",
        ("size of the urban area", "Larger urban area", "Smaller urban area", "{} people"),
        level="agglomeration",
    ),
    _measure("city_proper_growth", "growth", "rank", ("growth", "Growing faster", "Growing less", "{} a year")),
    _measure(
        "agglomeration_growth_10y", "growth", "rank",
        ("growth of the urban area", "Urban area growing faster", "Urban area growing less", "{} a year"),
        level="agglomeration",
    ),
    _measure("density", "density", "log", ("density", "Denser", "Less dense")),
    Measure("place", "place", "class", "city", Words("country", "", ""), counted=False),
    _measure("climate_koppen", "climate", "class", ("climate", "", "")),
    Measure(
        "latitude", "latitude", "linear", "city",
        Words("distance from the equator", "Further from the equator", "Nearer the equator", "{} of latitude"),
        counted=False,
    ),
    _measure(
        "temperature_january", "winter", "linear",
        ("winters", "Milder winters", "Colder winters", "{} in January"), level="nearest station",
    ),
    _measure(
        "temperature_july", "summer", "linear",
        ("summers", "Hotter summers", "Cooler summers", "{} in July"), level="nearest station",
    ),
    _measure(
        "precipitation_annual", "rain", "linear", ("rain", "Wetter", "Drier", "{} of rain a year"),
        level="nearest station",
    ),
    _measure(
        "snowfall_annual", "snow", "rank", ("snow", "More snow", "Less snow", "{} of snow a year"),
        level="nearest station",
    ),
    _measure(
        "median_household_income", "income", "log",
        ("household income", *_POORER, "a median household income of {}"),
    ),
    _measure("region_gni_per_capita", "income", "log", ("income", *_POORER), level="region"),
    _measure("country_gdp_per_capita_ppp", "income", "log", ("GDP per person", *_POORER), level="country"),
    _measure("income_group", "income", "ordinal", ("income group", *_POORER), level="country"),
    _measure("poverty_rate", "poverty", "rank", ("poverty", "Poorer", "Less poverty", "{} in poverty")),
    _measure(
        "concentrated_poverty", "concentration", "rank",
        ("concentration of poverty", "Poverty more concentrated", "Poverty less concentrated",
         "{} of the poor in poor neighbourhoods"),
    ),
    _measure(
        "income_80_20_ratio", "inequality", "rank",
        ("inequality", "More unequal", "Less unequal", "the top fifth's income begins at {} the bottom fifth's"),
    ),
    _measure(
        "country_gini", "inequality", "rank", ("inequality", "More unequal", "Less unequal", "Gini {}"),
        level="country",
    ),
    _measure("unemployment_rate", "work", "rank",
             ("unemployment", "More unemployment", "Less unemployment", "{} unemployed")),
    _measure(
        "country_unemployment", "work", "rank",
        ("unemployment", "More unemployment", "Less unemployment", "{} unemployed"), level="country",
    ),
    _measure(
        "labour_force_participation", "activity", "rank",
        ("labour force", "More people in the labour force", "Fewer people in the labour force",
         "{} in the labour force"),
    ),
    _measure(
        "employment_25_54", "employment", "rank",
        ("employment", "More adults in work", "Fewer adults in work", "{} of adults aged 25-54 in work"),
    ),
    _measure(
        "co2_share_industry", "industry", "rank",
        ("weight of industry", "More industrial", "Less industrial", "{} of CO₂ from industry"),
        level="functional urban area",
    ),
    _measure("bachelors_degree", "education", "rank",
             ("share of graduates", "More graduates", "Fewer graduates", "{} with a degree")),
    _measure(
        "region_mean_years_schooling", "education", "linear",
        ("schooling", "More schooling", "Less schooling", "{} of schooling"), level="region",
    ),
    _measure(
        "high_school_degree_19_20", "school", "rank",
        ("share of school leavers with a degree", "More finish school", "Fewer finish school",
         "{} with a high-school degree"),
    ),
    _measure("preschool_enrolment", "preschool", "rank",
             ("preschool enrolment", "More children in preschool", "Fewer children in preschool", "{} enrolled")),
    _measure(
        "region_life_expectancy", "health", "linear",
        ("life expectancy", "Longer lives", "Shorter lives", "{} of life"), level="region",
    ),
    _measure("median_age", "age", "rank", ("age", "Older", "Younger", "a median age of {}")),
    _measure("country_median_age", "age", "rank", ("age", "Older", "Younger", "a median age of {}"), level="country"),
    _measure("foreign_born", "origin", "rank",
             ("share of residents born abroad", "More residents born abroad", "Fewer residents born abroad",
              "{} born abroad")),
    _measure("median_gross_rent", "rent", "log", ("rents", "Dearer", "Cheaper", "rents of {}")),
    _measure("owner_occupied_residents", "owners", "rank",
             ("home ownership", "More people in their own homes", "Fewer people in their own homes",
              "{} in their own homes")),
    _measure("housing_units_per_1000", "homes", "rank", ("number of homes", "More homes", "Fewer homes")),
    _measure("affordable_homes_50ami", "affordable", "rank",
             ("supply of affordable homes", "More affordable homes", "Fewer affordable homes")),
    _measure("student_homelessness", "homelessness", "rank",
             ("student homelessness", "More homeless students", "Fewer homeless students", "{} of students homeless")),
    _measure("digital_access", "digital", "rank",
             ("digital access", "More households online", "Fewer households online",
              "{} of households with a computer and broadband")),
    _measure("country_internet_users", "digital", "rank",
             ("internet use", "More people online", "Fewer people online", "{} online"), level="country"),
    _measure("country_fixed_broadband", "broadband", "rank",
             ("broadband", "More broadband", "Less broadband", "{}"), level="country"),
    _measure("air_quality_index_toxics", "air", "rank",
             ("air quality", "Cleaner air", "Dirtier air", "an air index of {}")),
    _measure("country_pm25_urban", "air", "rank",
             ("fine particles in the air", "Dirtier air", "Cleaner air", "{} of fine particles"), level="country"),
    _measure("co2_share_power", "power", "rank",
             ("share of power plants in CO₂", "More CO₂ from power plants", "Less CO₂ from power plants",
              "{} of CO₂ from power plants"), level="functional urban area"),
    _measure("co2_share_ground_transport", "traffic", "rank",
             ("share of traffic in CO₂", "More CO₂ from traffic", "Less CO₂ from traffic", "{} of CO₂ from traffic"),
             level="functional urban area"),
    _measure("co2_share_residential", "heating", "rank",
             ("share of homes in CO₂", "More CO₂ from homes", "Less CO₂ from homes", "{} of CO₂ from homes"),
             level="functional urban area"),
    _measure("co2_fossil", "emissions", "log", ("CO₂ emissions", "More CO₂", "Less CO₂"),
             level="functional urban area"),
    _measure("public_transport_access", "access", "rank",
             ("access to public transport", "Better access to public transport", "Poorer access to public transport",
              "{} with a stop nearby")),
    _measure("commute_car", "car", "rank",
             ("commuting by car", "More commute by car", "Fewer commute by car", "{} by car")),
    _measure("commute_public_transport", "transit", "rank",
             ("commuting by public transport", "More commute by public transport", "Fewer commute by public transport",
              "{} by public transport")),
    _measure("commute_walk", "walking", "rank",
             ("commuting on foot", "More walk to work", "Fewer walk to work", "{} on foot")),
    _measure("commute_cycle", "cycling", "rank",
             ("commuting by bicycle", "More cycle to work", "Fewer cycle to work", "{} by bicycle")),
    _measure("solid_waste_collected", "waste", "rank",
             ("waste collection", "More waste collected", "Less waste collected", "{} collected")),
    _measure("violent_crime", "violence", "rank",
             ("violent crime", "More violent crime", "Less violent crime", "{}")),
    _measure("property_crime", "property_crime", "rank",
             ("property crime", "More property crime", "Less property crime", "{}")),
    _measure("membership_associations", "associations", "rank",
             ("number of associations", "More associations", "Fewer associations", "{}")),
    _measure("voter_turnout", "turnout", "rank", ("voter turnout", "More vote", "Fewer vote", "{} voted")),
    _measure("government_form", "government", "class", ("form of government", "", "")),
)  # fmt: skip
