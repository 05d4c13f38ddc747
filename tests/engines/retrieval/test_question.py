import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.engines.retrieval.amounts import amounts, flat, number
from decapolis.engines.retrieval.question import (
    MOST_LETTERS,
    MOST_NAMES,
    CityRef,
    Lexicon,
    names_in,
    understand,
)
from decapolis.engines.text import fold

TODAY = date(2026, 11, 25)
LYON = CityRef(1, "Lyon", "FR", "Auvergne-Rhône-Alpes", 520_000, is_held=True)
NICE = CityRef(2, "Nice", "FR", "Provence", 340_000)
READING = CityRef(3, "Reading", "GB", "England", 230_000)
DAYTON = CityRef(4, "Dayton", "US", "Ohio", 137_000, is_held=True)
STOCKHOLM = CityRef(5, "Stockholm", "SE", "", 980_000, is_main=False, is_held=True)
SEOUL = CityRef(6, "Seoul", "KR", "", 9_700_000)
PLACES = Lexicon(
    cities={
        "lyon": (LYON,),
        "nice": (NICE,),
        "reading": (READING,),
        "dayton": (DAYTON,),
        "stokholm": (STOCKHOLM,),
        fold("서울"): (SEOUL,),
    },
    countries={"spain": "ES", "alemania": "DE", "brasil": "BR"},
    states={"ohio": "US:Ohio", "california": "US:California"},
    common=frozenset({"nice", "reading"}),
)

words = st.text(max_size=120) | st.sampled_from(
    ["small cities in Spain", "under 1,5 million euros", "in Lyon since 2019", "projets annulés"]
)


def items(text, kind, **more):
    return understand(text, PLACES, today=TODAY, **more).of(kind)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("small cities", -math.inf, 100_000),
        ("small Dutch towns", -math.inf, 100_000),
        ("ciudades medianas", 100_000, 500_000),
        ("grandes villes", 500_000, math.inf),
        ("Großstädte", 500_000, math.inf),
        ("megacities", 2_000_000, math.inf),
        ("cities over a million", 1_000_000, math.inf),
        ("ciudades de más de 200.000 habitantes", 200_000, math.inf),
        ("towns under 50,000 people", -math.inf, 50_000),
        ("Städte unter 100 000 Einwohnern", -math.inf, 100_000),
    ],
)
def test_a_size_is_understood_in_many_languages(text, low, high):
    last = items(text, "size")[-1]
    assert (last.low, last.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("under 1 million euros", -math.inf, 1e6, "EUR"),
        ("less than $250,000", -math.inf, 250_000, "USD"),
        ("menos de 2 millones de dólares", -math.inf, 2e6, "USD"),
        ("moins de 500 000 euros", -math.inf, 500_000, "EUR"),
        ("unter 1,5 Millionen Euro", -math.inf, 1.5e6, "EUR"),
        ("over £3 million", 3e6, math.inf, "GBP"),
        ("a budget of 1 to 5 million euro", 1e6, 5e6, "EUR"),
        ("between 10 and 20 million dollars", 10e6, 20e6, "USD"),
    ],
)
def test_a_price_is_understood_with_its_currency(text, low, high, unit):
    (price,) = [item for item in items(text, "price") if not item.values]
    assert (price.low, price.high, price.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("since 2020", 2020, math.inf),
        ("desde 2018", 2018, math.inf),
        ("seit 2015", 2015, math.inf),
        ("2015-2018", 2015, 2018),
        ("from 2010 to 2014", 2010, 2014),
        ("before 2005", -math.inf, 2004),
        ("started in 2023 or later", 2023, math.inf),
        ("in the last five years", 2021, math.inf),
        ("launched in 2019", 2019, 2019),
    ],
)
def test_years_are_understood(text, low, high):
    (years,) = items(text, "years")
    assert (years.low, years.high) == (low, high)


def test_a_year_to_come_is_no_limit():
    assert items("agenda 2030 strategy since 2050", "years") == ()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("projects that failed", "badly"),
        ("fracasos de ciudades inteligentes", "badly"),
        ("projets abandonnés", "badly"),
        ("gescheiterte Projekte", "badly"),
        ("projetos que fracassaram", "badly"),
        ("progetti falliti", "badly"),
        ("mislukte projecten", "badly"),
        ("what worked against litter", "well"),
        ("bonnes pratiques", "well"),
    ],
)
def test_how_it_went_is_understood(text, outcome):
    assert [item.values for item in items(text, "outcome")] == [(outcome,)]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("floods in Latin America", "region", "BR"),
        ("ciudades nórdicas", "region", "SE"),
        ("rust belt cities", "region", "US:Ohio"),
        ("African cities", "region", "KE"),
        ("projects in Ohio", "region", "US:Ohio"),
        ("buses in Spain", "country", "ES"),
        ("ciudades de Alemania", "country", "DE"),
        ("Dutch bicycles", "country", "NL"),
        ("US cities", "country", "US"),
    ],
)
def test_countries_and_regions_are_understood(text, kind, values):
    assert values in items(text, kind)[0].values


def test_us_in_small_letters_is_no_country():
    assert items("help us with waste", "country") == ()


def test_a_city_of_the_library_is_understood_in_small_letters():
    assert items("tram in dayton", "place")[0].values == ("4", "US")
    assert items("lyon", "place")[0].name == "Lyon"


@pytest.mark.parametrize("text", ["a nice square", "reading for children", "Nice ideas for parks"])
def test_a_common_word_is_no_city_unless_something_says_so(text):
    assert items(text, "place") == ()


@pytest.mark.parametrize("text", ["cameras in Nice", "What did Reading do?", "buses near Reading"])
def test_a_capital_inside_or_a_small_word_before_makes_it_a_city(text):
    assert len(items(text, "place")) == 1


def test_another_spelling_of_a_city_is_searched_under_its_own_name():
    asked = understand("congestion charge stokholm", PLACES, today=TODAY)
    assert asked.core == "congestion charge Stockholm"


def test_a_city_is_found_within_a_word_of_a_script_without_spaces():
    assert items("서울의 버스", "place")[0].values == ("6", "KR")


def test_the_core_is_what_no_item_takes_out():
    asked = understand("waste in asian cities over a million since 2015", PLACES, today=TODAY)
    assert asked.core == "waste cities"
    assert asked.subject


def test_a_question_with_no_other_subject_filters():
    asked = understand("small cities in Spain since 2015", PLACES, today=TODAY)
    assert not asked.subject
    assert {item.kind: item.mode for item in asked.items} == {
        "size": "filter", "country": "filter", "years": "filter",
    }  # fmt: skip


def test_a_question_with_a_subject_weighs():
    asked = understand("bicycles in small cities in Spain", PLACES, today=TODAY)
    assert {item.mode for item in asked.items} == {"weight"}


def test_an_item_that_was_taken_away_is_left_in_the_core():
    asked = understand("waste in Spain", PLACES, today=TODAY, without=["country:es"])
    assert asked.of("country") == ()
    assert asked.core == "waste in Spain"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Straßenlaternen mit LED", "street lighting"),
        ("budget participatif", "participatory budgeting"),
        ("海绵城市 治理内涝", "floods"),
        ("كيف نواجه موجات الحر", "heat"),
        ("people sleeping rough", "homelessness"),
    ],
)
def test_subjects_are_known_in_many_languages(text, subject):
    asked = understand(text, PLACES, today=TODAY)
    assert subject in [item.name for item in asked.subjects]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100.000", 1e5),
        ("1,5 millones", 1.5e6),
        ("half a million", 5e5),
        ("3 mil", 3e3),
        ("2m", 2e6),
    ],
)
def test_a_written_number_is_read(text, value):
    assert number(text) == value


@given(text=words)
@settings(max_examples=200)
def test_any_text_is_understood_without_an_error_and_items_are_of_its_words(text):
    asked = understand(text, PLACES, today=TODAY)
    assert asked.text == " ".join(text.split())
    assert len({item.key for item in asked.items}) == len(asked.items)
    assert all(item.words in asked.text for item in asked.items if item.kind != "subject")


@given(text=words)
def test_understanding_again_without_all_items_finds_none(text):
    keys = [item.key for item in understand(text, PLACES, today=TODAY).items]
    again = understand(text, PLACES, today=TODAY, without=keys)
    assert not {item.key for item in again.items} & set(keys)


@given(text=st.text(max_size=200))
def test_a_flattened_text_keeps_its_length(text):
    assert len(flat(text)) == len(text)


@given(text=st.text(alphabet="0123456789.,k m$€ to under over since million year", max_size=60))
def test_amounts_stand_apart_in_order_and_are_ranges(text):
    found = list(amounts(flat(text), today=TODAY))
    assert all(one.low <= one.high for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(text=st.text(max_size=3 * MOST_LETTERS))
@settings(max_examples=30)
def test_names_to_look_up_are_bounded(text):
    assert len(names_in(text)) <= MOST_NAMES


def test_a_huge_question_is_read_in_part():
    asked = understand("street " * 5000, PLACES, today=TODAY)
    assert len(asked.text) <= MOST_LETTERS
