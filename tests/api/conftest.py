"""What several tests of the interface begin with."""

import pytest
from django.core.cache import cache, caches

from decapolis.library.choices import Evidence, Status, Went
from tests.factories import cities, library, organisations


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    """Let no test meet the limits of another."""
    caches["near"].clear()


@pytest.fixture
def _nothing_kept(db):
    """Forget what was answered to other tests."""
    cache.clear()


@pytest.fixture
def dayton(db):
    """Return a city with residents, a practice with all its parts, and records around it."""
    city = cities.city("Dayton", id=4509884)
    cities.residents(city, 136_741)
    lamp = library.technology("LED street lighting", slug="led")
    body = organisations.organisation("Lamp Guild", slug="guild", city=city)
    organisations.tie(body, "National League")
    practice = library.practice(
        slug="lamps",
        title="New lamps",
        city=city,
        evidence=Evidence.MEASURED,
        setback="Two years were lost.",
        lessons=["Let residents choose the light."],
        barriers=["The utility owned the poles."],
    )
    practice.technologies.add(lamp)
    library.cost(practice, 7_590_000, quantity=4200, unit="lamp", scope="units only")
    library.funding(practice, 3_000_000)
    library.partner(practice, "City of Dayton", is_lead=True, sector="public")
    library.partner(practice, "Lamp Guild", organisation=body)
    library.outcome(practice, baseline=100, value=37, unit="percent")
    library.document(slug="guide", title="A guide to lamps", city=city)
    return city


@pytest.fixture
def failures(dayton):
    """Return the slugs of two practices that failed, beside the one that went well."""
    badly = library.practice(slug="badly", title="A kiosk", went=Went.BADLY, themes=["water"])
    stopped = library.practice(
        slug="stopped", title="B kiosk", status=Status.CANCELLED, started=2020
    )
    return [badly.slug, stopped.slug]
