"""How each measure is spoken of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one measure.

    ``noun`` as in "Similar poverty"; ``more`` and ``less`` say what the other city is where its
    value is higher or lower; ``value`` puts the number into words: "{} in poverty".
    """

    noun: str
    more: str = ""
    less: str = ""
    value: str = "{}"


WORDS: dict[str, Words] = {
    "population": Words("population", "Larger", "Smaller", "{} people"),
    "agglomeration_population": Words(
        "size of the urban area", "Larger urban area", "Smaller urban area", "{} people"
    ),
    "city_proper_growth": Words("growth", "Faster growth", "Slower growth", "{} a year"),
    "agglomeration_growth_10y": Words(
        "growth of the urban area",
        "Faster growth of the urban area",
        "Slower growth of the urban area",
        "{} a year",
    ),
    "density": Words("density", "Denser", "Less dense"),
    "place": Words("country"),
    "climate_koppen": Words("climate"),
    "latitude": Words(
        "distance from the equator",
        "Further from the equator",
        "Nearer the equator",
        "{} of latitude",
    ),
    "temperature_january": Words("winters", "Milder winters", "Colder winters", "{} in January"),
    "temperature_july": Words("summers", "Hotter summers", "Cooler summers", "{} in July"),
    "precipitation_annual": Words("rain", "Wetter", "Drier", "{} of rain a year"),
    "snowfall_annual": Words("snow", "More snow", "Less snow", "{} of snow a year"),
    "median_household_income": Words(
        "household income", "Richer", "Poorer", "a median household income of {}"
    ),
    "region_gni_per_capita": Words("income", "Richer", "Poorer"),
    "country_gdp_per_capita_ppp": Words("GDP per person", "Richer", "Poorer"),
    "income_group": Words("income group", "Richer", "Poorer"),
    "poverty_rate": Words("poverty", "Poorer", "Less poverty", "{} in poverty"),
    "concentrated_poverty": Words(
        "concentration of poverty",
        "More concentrated poverty",
        "Less concentrated poverty",
        "{} of the poor in poor neighbourhoods",
    ),
    "income_80_20_ratio": Words(
        "inequality",
        "More unequal",
        "Less unequal",
        "income at the 80th percentile is {} that at the 20th",
    ),
    "country_gini": Words("inequality", "More unequal", "Less unequal", "Gini {}"),
    "unemployment_rate": Words(
        "unemployment", "More unemployment", "Less unemployment", "{} unemployed"
    ),
    "country_unemployment": Words(
        "unemployment", "More unemployment", "Less unemployment", "{} unemployed"
    ),
    "labour_force_participation": Words(
        "labour force",
        "More people in the labour force",
        "Fewer people in the labour force",
        "{} in the labour force",
    ),
    "employment_25_54": Words(
        "employment",
        "More adults in work",
        "Fewer adults in work",
        "{} of adults aged 25-54 in work",
    ),
    "co2_share_industry": Words(
        "weight of industry", "More industrial", "Less industrial", "{} of CO₂ from industry"
    ),
    "bachelors_degree": Words(
        "share of graduates", "More graduates", "Fewer graduates", "{} with a degree"
    ),
    "region_mean_years_schooling": Words(
        "schooling", "More schooling", "Less schooling", "{} of schooling"
    ),
    "high_school_degree_19_20": Words(
        "share of school leavers with a degree",
        "More school leavers with a degree",
        "Fewer school leavers with a degree",
        "{} with a high-school degree",
    ),
    "preschool_enrolment": Words(
        "preschool enrolment",
        "More children in preschool",
        "Fewer children in preschool",
        "{} enrolled",
    ),
    "region_life_expectancy": Words(
        "life expectancy", "Longer lives", "Shorter lives", "{} of life"
    ),
    "median_age": Words("age", "Older", "Younger", "a median age of {}"),
    "country_median_age": Words("age", "Older", "Younger", "a median age of {}"),
    "foreign_born": Words(
        "share of residents born abroad",
        "More residents born abroad",
        "Fewer residents born abroad",
        "{} born abroad",
    ),
    "median_gross_rent": Words("rents", "Higher rents", "Lower rents"),
    "owner_occupied_residents": Words(
        "home ownership",
        "More people in their own homes",
        "Fewer people in their own homes",
        "{} of people",
    ),
    "housing_units_per_1000": Words("number of homes", "More homes", "Fewer homes"),
    "affordable_homes_50ami": Words(
        "supply of affordable homes", "More affordable homes", "Fewer affordable homes"
    ),
    "student_homelessness": Words(
        "student homelessness",
        "More homeless students",
        "Fewer homeless students",
        "{} of students homeless",
    ),
    "digital_access": Words(
        "digital access",
        "More households online",
        "Fewer households online",
        "{} of households with a computer and broadband",
    ),
    "country_internet_users": Words(
        "internet use", "More people online", "Fewer people online", "{} online"
    ),
    "country_fixed_broadband": Words("broadband", "More broadband", "Less broadband"),
    "air_quality_index_toxics": Words(
        "air quality", "Cleaner air", "Dirtier air", "an air index of {}"
    ),
    "country_pm25_urban": Words(
        "fine particles in the air", "Dirtier air", "Cleaner air", "{} of fine particles"
    ),
    "co2_share_power": Words(
        "share of power plants in CO₂",
        "More CO₂ from power plants",
        "Less CO₂ from power plants",
        "{} of CO₂ from power plants",
    ),
    "co2_share_ground_transport": Words(
        "share of traffic in CO₂",
        "More CO₂ from traffic",
        "Less CO₂ from traffic",
        "{} of CO₂ from traffic",
    ),
    "co2_share_residential": Words(
        "share of homes in CO₂",
        "More CO₂ from homes",
        "Less CO₂ from homes",
        "{} of CO₂ from homes",
    ),
    "co2_fossil": Words("CO₂ emissions", "More CO₂", "Less CO₂"),
    "public_transport_access": Words(
        "access to public transport",
        "Better access to public transport",
        "Poorer access to public transport",
        "{} with a stop nearby",
    ),
    "commute_car": Words(
        "commuting by car", "More commuting by car", "Less commuting by car", "{} by car"
    ),
    "commute_public_transport": Words(
        "commuting by public transport",
        "More commuting by public transport",
        "Less commuting by public transport",
        "{} by public transport",
    ),
    "commute_walk": Words(
        "commuting on foot", "More walking to work", "Less walking to work", "{} on foot"
    ),
    "commute_cycle": Words(
        "commuting by bicycle", "More cycling to work", "Less cycling to work", "{} by bicycle"
    ),
    "solid_waste_collected": Words(
        "waste collection", "More waste collected", "Less waste collected", "{} collected"
    ),
    "violent_crime": Words("violent crime", "More violent crime", "Less violent crime"),
    "property_crime": Words("property crime", "More property crime", "Less property crime"),
    "membership_associations": Words(
        "number of associations", "More associations", "Fewer associations"
    ),
    "voter_turnout": Words("voter turnout", "Higher turnout", "Lower turnout", "{} voted"),
    "government_form": Words("form of government"),
}
