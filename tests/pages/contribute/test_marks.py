"""Who added a figure, beside the figure on the page of a practice."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decapolis.library.actions import correct_practice
from tests.factories import cities, hats, library, people
from tests.factories.contributions import changed, loaded

pytestmark = pytest.mark.django_db
MARK = re.compile(
    r'<button class="added" type="button" popovertarget="([^"]+)" aria-label="([^"]+)"></button>'
    r'<span class="added__says" id="([^"]+)" popover>(.*?)</span></span>'
)


@pytest.fixture
def lamps():
    cities.city("Dayton")
    return loaded()


@pytest.fixture
def ana(lamps):
    return hats.speaker(lamps.city, name="Ana Díaz")


def page_of(practice, reader=None):
    client = Client()
    if reader:
        client.force_login(reader)
    return client.get(f"/practices/{practice.slug}").content.decode()


def marks(page):
    """Return what the marks of a page say, by their key."""
    found = MARK.findall(page)
    assert all(target == key for target, _label, key, _says in found)
    assert len(found) == page.count("popovertarget=") == len({key for key, *_rest in found})
    return {key: (label, re.sub(r"<[^>]+>", "", says)) for key, label, _key, says in found}


def test_every_figure_has_its_own_mark(lamps):
    told = marks(page_of(lamps))
    assert set(told) == {
        "added-costs-0", "added-funding-0", "added-started", "added-outcomes-0", "added-result",
        "added-setback",
    }  # fmt: skip
    label, says = told["added-costs-0"]
    assert label == "Cost: who added it, and when"
    assert says.startswith("Loaded with the library on ")
    assert says.endswith(", from Lamps at last. All versions")


def test_a_mark_leads_to_the_comparison_of_what_was_changed(lamps, ana):
    bill = {**changed(lamps).costs[0].model_dump(mode="json"), "amount": "2500000"}
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=[bill]), base=1)
    page = page_of(lamps, people.person())
    _label, says = marks(page)["added-costs-0"]
    assert says.startswith("Changed by Ana Díaz, Dayton, Ohio, United States, from Lamps at last")
    url = f"/practices/{lamps.slug}/versions/1...2"
    assert page.count(f'<a href="{url}">What it changed</a>') == 1
    assert Client().get(url).status_code == 200


def test_the_public_reads_no_name(lamps, ana):
    record = changed(lamps, setback={"text": "Too <b>bright</b>.", "source": 0})
    correct_practice(by=ana, practice=lamps, record=record, base=1)
    page = page_of(lamps)
    assert "Ana" not in page
    assert "<b>bright" not in page
    _label, says = marks(page)["added-setback"]
    assert says.startswith("Changed by a member who speaks for Dayton, Ohio, United States")


def test_figures_that_stand_together_are_told_once_or_each_by_its_name(lamps, ana):
    payers = [*changed(lamps).as_json()["funding"], {"kind": "eu-grant", "name": "Union"}]
    correct_practice(by=ana, practice=lamps, record=changed(lamps, funding=payers), base=1)
    _label, says = marks(page_of(lamps))["added-funding-0"]
    assert says.count("Loaded with the library") == says.count("Added by a member") == 1
    assert says.startswith("City budget")


def test_a_practice_of_which_no_version_was_kept_has_no_mark():
    practice = library.practice()
    library.cost(practice)
    assert "popovertarget" not in page_of(practice)


def test_marks_cost_no_query(lamps, ana):
    def asked():
        with CaptureQueriesContext(connection) as found:
            page_of(lamps, ana)
        return len(found)

    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="Lamps"), base=1)
    asked()
    few = asked()
    costs = [{"amount": f"{n}00000", "currency": "USD", "covers": f"Part {n}"} for n in range(1, 6)]
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=costs), base=2)
    assert asked() <= few
