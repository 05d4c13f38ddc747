"""What a browser sends becomes the record that was meant, and back."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.library.validators import PracticeRecord
from decapolis.pages.contribute.fields import FormMaker, Lists, posted
from decapolis.pages.contribute.forms import (
    LISTS,
    read_values,
    with_row,
    without_blanks,
    without_row,
)
from tests.factories import cities
from tests.factories.contributions import values
from tests.library.records import records

LISTED = Lists((("US", "United States"),), (("led", "LED lamps"),))
pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def sent(form):
    post = QueryDict(mutable=True)
    for name, texts in posted(form).items():
        post.setlist(name, texts)
    return post


def typed(**fields):
    post = QueryDict(mutable=True)
    for name, text in fields.items():
        post[name.replace("__", "-")] = text
    return read_values(post, held={})


@FEW
@given(records())
def test_any_record_survives_form_and_back(record):
    held = record.as_json()
    back = read_values(sent(FormMaker(held, (), LISTED).form()), held=held)
    assert PracticeRecord.model_validate({**back, "slug": record.slug}).as_json() == held


@FEW
@given(st.recursive(
    st.none() | st.booleans() | st.text() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
), st.sampled_from(["title", "costs", "lead", "result", "sources", "themes"]))  # fmt: skip
def test_a_draft_of_any_shape_can_be_shown(value, name):
    form = FormMaker({name: value}, (), LISTED).form()
    read_values(sent(form), held={})


@FEW
@given(st.dictionaries(
    st.sampled_from(["costs-0-amount", "costs-999-amount", "costs-1000-amount", "lessons-3-text",
                     "sources-7-url", "costs-0-nonsense", "a-0-b", "themes", "claim"]),
    st.text(max_size=30),
))  # fmt: skip
def test_whatever_is_sent_is_read(fields):
    post = QueryDict(mutable=True)
    post.update(fields)
    read = read_values(post, held={})
    FormMaker(read, (), LISTED).form()
    assert all(len(read.get(name, ())) <= 2 for name in LISTS)


def test_rows_stand_in_the_order_of_their_numbers_whatever_is_missing():
    read = typed(costs__7__amount="7", costs__2__amount="2", lessons__1__text="One.")
    assert read["costs"] == [{"amount": "2"}, {"amount": "7"}]
    assert read["lessons"] == ["One."]


def test_what_is_usual_and_what_is_blank_is_left_out():
    read = typed(
        costs__0__amount="", costs__0__part="total", costs__0__recurrence="once", went="unclear",
        lead__name="", lead__sector="", result__text="", result__source="0", title="  ",
    )  # fmt: skip
    assert read == {"costs": [{}]}
    assert without_blanks(read) == {}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 200 000", "1200000"), ("1\u202f200\u00a0000.50", "1200000.50"), ("\u221253", "-53"),
        ("1,2m", "1,2m"), ("12 34", "12 34"), ("<b>5</b>", "<b>5</b>"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written_in_many_countries(text, meant):
    assert typed(costs__0__amount=text)["costs"] == [{"amount": meant}]


def test_a_city_that_was_suggested_brings_its_region_and_country():
    cities.city("Dayton")
    assert typed(city="Dayton, Ohio, United States") == {
        "city": "Dayton", "region": "Ohio", "country": "US",
    }  # fmt: skip
    assert typed(city="Dayton, Nowhere") == {"city": "Dayton, Nowhere"}


def test_a_source_that_goes_takes_its_number_along_and_the_others_move_up():
    made = without_row(values(), "sources", 0)
    assert [one["title"] for one in made["sources"]] == ["City report"]
    assert "source" not in made["costs"][0]
    assert (made["outcomes"][0]["source"], made["setback"]["source"]) == (0, 0)


def test_a_blank_source_is_left_out_and_the_numbers_fit_again():
    blank = with_row(values(), "sources")
    rows = [blank["sources"][2], *blank["sources"][:2]]
    moved = {**blank, "sources": rows, "costs": [{"amount": "5", "source": "2"}]}
    made = without_blanks(moved)
    assert len(made["sources"]) == 2
    assert made["costs"] == [{"amount": "5", "source": 1}]


def test_rows_of_an_unknown_list_are_neither_added_nor_taken():
    assert with_row({"title": "A"}, "title") == {"title": "A"}
    assert without_row({"costs": [{}]}, "costs", 5) == {"costs": [{}]}
