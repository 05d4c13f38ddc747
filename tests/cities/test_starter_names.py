import pytest

from decapolis.cities.bridge import find_city, suggest_cities
from decapolis.cities.errors import AmbiguousCity, UnknownCity

pytestmark = pytest.mark.usefixtures("starter")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Dayton, OH", "Dayton, Ohio, United States"),
        ("dayton", "Dayton, Ohio, United States"),
        ("Αθήνα", "Athens, Attica, Greece"),
        ("Москва", "Moscow, Russia"),
        ("القاهرة", "Cairo, Egypt"),
        ("東京", "Tokyo, Japan"),
        ("Wien", "Vienna, Austria"),
        ("München", "Munich, Bavaria, Germany"),
        ("Cologne", "Köln, North Rhine-Westphalia, Germany"),
        ("Valencia, Spain", "Valencia, Spain"),
        ("London", "London, England, United Kingdom"),
        ("London, ON", "London, Ontario, Canada"),
        ("Paris", "Paris, Île-de-France, France"),
        ("Cambridge, MA", "Cambridge, Massachusetts, United States"),
    ],
)
def test_what_people_type_finds_the_city_they_mean(text, label):
    words = {word.strip() for word in label.split(",")}
    found = find_city(text)
    assert words & {found.name, found.ascii_name}
    assert found.country.name == label.rpartition(", ")[2] or found.country.name in words


def test_springfield_is_ambiguous_and_several_states_are_offered():
    with pytest.raises(AmbiguousCity) as refused:
        find_city("Springfield")
    states = [city.admin1_name for city in refused.value.candidates]
    assert {"Missouri", "Massachusetts", "Illinois"} <= set(states)


def test_a_village_is_unknown_and_the_answer_says_what_the_gazetteer_holds():
    with pytest.raises(UnknownCity, match="100,000 people or more"):
        find_city("Kleinkleckersdorf")


def test_a_type_ahead_answers_from_the_first_letters_in_any_script():
    assert suggest_cities("dayt")[0].name == "Dayton"
    assert suggest_cities("моск")[0].country_id == "RU"
    assert suggest_cities("東京")[0].country_id == "JP"
