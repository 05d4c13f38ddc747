"""What cities are compared on. Each facet is one question; its first known measure answers it."""

from dataclasses import dataclass

# How much of its facet's weight a measure of that level may carry (docs/engines/peers.md).
QUALITY: dict[str, float] = {
    "city": 1.0,
    "agglomeration": 1.0,
    "functional urban area": 1.0,
    "nearest station": 1.0,
    "region": 0.7,
    "country": 0.35,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator, or fact of the gazetteer, by which cities are compared.

    ``kind`` is that of `engines.peers.Column`; ``level`` is one of `QUALITY`, which gives the
    quality unless ``own_quality`` does. ``counted`` is False for what is geography and no shared
    evidence: it adds to the distance, not to the number of shared figures.
    """

    code: str
    facet: str
    kind: str
    level: str = "city"
    own_quality: float | None = None
    counted: bool = True

    @property
    def quality(self) -> float:
        """Part of its facet's weight that it may carry, from above 0 to 1."""
        return QUALITY[self.level] if self.own_quality is None else self.own_quality


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

_METRO, _AREA, _STATION = "agglomeration", "functional urban area", "nearest station"
_REGION, _COUNTRY = "region", "country"

# Within a facet the better measure comes first.
MEASURES: tuple[Measure, ...] = (
    Measure("population", "size", "log"),
    Measure("agglomeration_population", "metro", "log", _METRO),
    Measure("city_proper_growth", "growth", "rank"),
    Measure("agglomeration_growth_10y", "growth", "rank", _METRO),
    Measure("density", "density", "log"),
    Measure("place", "place", "class", counted=False),
    Measure("climate_koppen", "climate", "class"),
    Measure("latitude", "latitude", "linear", counted=False),
    Measure("temperature_january", "winter", "linear", _STATION),
    Measure("temperature_july", "summer", "linear", _STATION),
    Measure("precipitation_annual", "rain", "linear", _STATION),
    Measure("snowfall_annual", "snow", "rank", _STATION),
    Measure("median_household_income", "income", "log"),
    Measure("region_gni_per_capita", "income", "log", _REGION),
    Measure("country_gdp_per_capita_ppp", "income", "log", _COUNTRY, own_quality=0.5),
    Measure("income_group", "income", "ordinal", _COUNTRY),
    Measure("poverty_rate", "poverty", "rank"),
    Measure("concentrated_poverty", "concentration", "rank"),
    Measure("income_80_20_ratio", "inequality", "rank"),
    Measure("country_gini", "inequality", "rank", _COUNTRY),
    Measure("unemployment_rate", "work", "rank"),
    Measure("country_unemployment", "work", "rank", _COUNTRY),
    Measure("labour_force_participation", "activity", "rank"),
    Measure("employment_25_54", "employment", "rank"),
    Measure("co2_share_industry", "industry", "rank", _AREA),
    Measure("bachelors_degree", "education", "rank"),
    Measure("region_mean_years_schooling", "education", "linear", _REGION),
    Measure("high_school_degree_19_20", "school", "rank"),
    Measure("preschool_enrolment", "preschool", "rank"),
    Measure("region_life_expectancy", "health", "linear", _REGION),
    Measure("median_age", "age", "rank"),
    Measure("country_median_age", "age", "rank", _COUNTRY),
    Measure("foreign_born", "origin", "rank"),
    Measure("median_gross_rent", "rent", "log"),
    Measure("owner_occupied_residents", "owners", "rank"),
    Measure("housing_units_per_1000", "homes", "rank"),
    Measure("affordable_homes_50ami", "affordable", "rank"),
    Measure("student_homelessness", "homelessness", "rank"),
    Measure("digital_access", "digital", "rank"),
    Measure("country_internet_users", "digital", "rank", _COUNTRY),
    Measure("country_fixed_broadband", "broadband", "rank", _COUNTRY),
    Measure("air_quality_index_toxics", "air", "rank"),
    Measure("country_pm25_urban", "air", "rank", _COUNTRY),
    Measure("co2_share_power", "power", "rank", _AREA),
    Measure("co2_share_ground_transport", "traffic", "rank", _AREA),
    Measure("co2_share_residential", "heating", "rank", _AREA),
    Measure("co2_fossil", "emissions", "log", _AREA),
    Measure("public_transport_access", "access", "rank"),
    Measure("commute_car", "car", "rank"),
    Measure("commute_public_transport", "transit", "rank"),
    Measure("commute_walk", "walking", "rank"),
    Measure("commute_cycle", "cycling", "rank"),
    Measure("solid_waste_collected", "waste", "rank"),
    Measure("violent_crime", "violence", "rank"),
    Measure("property_crime", "property_crime", "rank"),
    Measure("membership_associations", "associations", "rank"),
    Measure("voter_turnout", "turnout", "rank"),
    Measure("government_form", "government", "class"),
)
