import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.library.choices import Part
from decapolis.library.exports import (
    documents_csv,
    harmless,
    organisations_csv,
    practices_csv,
    technologies_csv,
)
from tests.factories import library as make
from tests.factories.cities import city, residents
from tests.factories.organisations import organisation

pytestmark = pytest.mark.django_db


def read(lines):
    return list(csv.DictReader(io.StringIO("".join(lines))))


def test_a_practice_comes_out_with_cost_recipe_and_addresses():
    where = city()
    residents(where, 100_000)
    practice = make.practice(city=where)
    make.cost(practice, 7_590_000, quantity=4200, unit="lamp", price_year=2024)
    (row,) = read(practices_csv([practice.slug], reader=None))
    assert (row["cost"], row["currency"], row["price_year"]) == ("7590000.00", "USD", "2024")
    assert row["constant_international_dollars"] == "7590000"
    assert row["recipe"].startswith(
        "7,590,000 USD at 2024 prices (stated in the record), divided by"
    )
    assert row["attribution"].startswith("World Bank")
    assert (row["per_resident"], row["residents_year"]) == ("75.90", "2023")
    assert (row["per_unit"], row["unit"]) == ("1807.14", "lamp")
    assert row["sources"] == "https://paper.example/2018 https://city.example/"


def test_what_is_not_converted_says_why_in_the_place_of_the_recipe():
    practice = make.practice()
    make.cost(practice, part=Part.FUNDING)
    (row,) = read(practices_csv([practice.slug], reader=None))
    assert row["recipe"] == "Not converted: the amount is funding, not what the thing cost."
    assert (row["constant_international_dollars"], row["attribution"]) == ("", "")


def test_a_practice_without_a_cost_has_empty_cells_not_zeros():
    practice = make.practice()
    (row,) = read(practices_csv([practice.slug], reader=None))
    assert (row["cost"], row["per_resident"], row["recipe"]) == ("", "", "")


def test_lists_hold_only_what_may_be_seen():
    slugs = [make.practice(**make.HIDDEN).slug]
    documents = [make.document(**make.HIDDEN).slug]
    technologies = [make.technology(**make.HIDDEN).slug]
    organisations = [organisation(**make.HIDDEN).slug]
    assert read(practices_csv(slugs, reader=None)) == []
    assert read(documents_csv(documents, reader=None)) == []
    assert read(technologies_csv(technologies, reader=None)) == []
    assert read(organisations_csv(organisations, reader=None)) == []


def test_an_empty_list_still_names_its_columns():
    assert next(practices_csv([], reader=None)).startswith("slug,title,city,")


def test_no_cell_of_any_list_begins_a_formula():
    evil = '=HYPERLINK("https://evil.example","x")'
    practice = make.practice(title=evil, setback="@SUM(A1)", lead_name="+1", city_name="-1+2")
    document = make.document(title=evil, summary="\t=1")
    technology = make.technology(evil, what="\r=1")
    body = organisation(evil, about="\uff1d1")
    rows = (
        read(practices_csv([practice.slug], reader=None))
        + read(documents_csv([document.slug], reader=None))
        + read(technologies_csv([technology.slug], reader=None))
        + read(organisations_csv([body.slug], reader=None))
    )
    assert len(rows) == 4
    cells = [cell for row in rows for cell in row.values()]
    assert not [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
    ]
    assert rows[0]["title"] == f"'{evil}"


def test_the_other_lists_come_out_whole():
    document, technology = make.document(), make.technology("Lamps")
    body = organisation("The Network", city=city())
    (row,) = read(documents_csv([document.slug], reader=None))
    assert (row["kind"], row["year"], row["url"]) == ("toolkit", "2020", document.url)
    (row,) = read(technologies_csv([technology.slug], reader=None))
    assert (row["name"], row["maturity"], row["practices"]) == ("Lamps", "proven", "0")
    (row,) = read(organisations_csv([body.slug], reader=None))
    assert (row["name"], row["city"], row["country_code"]) == ("The Network", "Dayton", "US")


@settings(deadline=None)
@given(cell=st.text())
def test_a_harmless_cell_keeps_every_letter_and_starts_no_formula(cell):
    safe = harmless(cell)
    assert safe.removeprefix("'") == cell.removeprefix("'") or safe == f"'{cell}"
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@settings(deadline=None)
@given(cell=st.one_of(st.integers(), st.none()))
def test_numbers_stay_numbers(cell):
    assert harmless(cell) is cell
