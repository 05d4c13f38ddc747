"""Who reads an indicator, a source, and the figures that stand on them: everywhere the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decapolis.benchmarks.actions import publish
from decapolis.benchmarks.actions.editions import put_editions
from decapolis.benchmarks.choices import Kind, State
from decapolis.benchmarks.errors import WiderThanData
from decapolis.benchmarks.models import Edition, Framework
from decapolis.benchmarks.validators import EditionRecord
from decapolis.indicators.actions import put_indicators
from decapolis.indicators.bridge import catalogue, figure_table, figures_of
from decapolis.indicators.models import Indicator, Observation, Source, Upload
from decapolis.indicators.queries import key_figures, lines_of, longest_cities, series
from decapolis.indicators.validators import IndicatorRecord
from tests.factories import benchmarks, cities, people
from tests.factories.indicators import observation
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db
ROW = {
    "code": "lamps", "name": "LED lamps", "unit": "%", "direction": "higher-is-better",
    "theme": "energy", "level": "city",
}  # fmt: skip


@pytest.fixture
def dayton():
    made = cities.city("Dayton", id=4509884)
    for year in ("2021", "2022"):
        observation(made, "lamps", 27.0, period=year)
        observation(made, "poverty_rate", 20.0, period=year)
    return made


def close(model, key, level="network"):
    model.objects.filter(pk=key).update(visibility=level)


def told(reader, city):
    """Return whether each way of reading tells of the indicator ``lamps``."""
    return {
        "lamps" in catalogue(reader).by_code,
        bool(Observation.objects.visible_to(reader).filter(indicator="lamps").exists()),
        "lamps" in {one.code for one in key_figures([city.pk], reader=reader)[city.pk]},
        "lamps" in {one.code for one in figures_of(city.pk, reader=reader)},
        "lamps" in series(city.pk, reader=reader),
        bool(longest_cities("lamps", limit=1, reader=reader)),
        any(line.points for line in lines_of("lamps", [city.pk], reader=reader)),
        figure_table(reader).figure(city.pk, "lamps") is not None,
    }


@pytest.mark.parametrize("level", ["network", "staff"])
def test_a_closed_indicator_is_told_of_to_nobody_else(dayton, level):
    close(Indicator, "lamps", level)
    assert told(None, dayton) == {False}
    assert told(people.person(), dayton) == {level == "network"}
    assert told(people.staff(), dayton) == {True}


def test_of_a_closed_source_the_figures_are_closed_and_the_indicator_is_not(dayton):
    close(Source, "census")
    assert "lamps" in catalogue(None).by_code
    assert catalogue(None).by_code["lamps"].coverage.values == 0
    assert not figures_of(dayton.pk)
    assert {one.code for one in figures_of(dayton.pk, reader=people.person())} >= {"lamps"}


def test_opening_and_closing_take_effect_at_once(dayton):
    assert told(None, dayton) == {True}
    close(Indicator, "lamps")
    assert told(None, dayton) == {False}
    close(Indicator, "lamps", "public")
    close(Indicator, "poverty_rate")
    assert told(None, dayton) == {True}
    assert "poverty_rate" not in catalogue(None).by_code


def test_pages_files_and_the_api_tell_of_it_to_members_alone(client, dayton):
    close(Indicator, "lamps")
    at = ["/indicators", "/indicators?format=csv", "/api/v1/indicators",
          f"/api/v1/cities/{dayton.pk}/figures", "/api/v1/observations", "/cities/4509884-dayton",
          "/api/v1/observations?indicator=lamps"]  # fmt: skip
    member = signed_in(people.person())
    for address in at:
        assert "amps" not in text_of(client.get(address)), address
        assert "amps" in text_of(member.get(address)), address
    for address in ("/indicators/lamps", "/indicators/lamps?format=csv", "/api/v1/indicators/lamps",
                    f"/api/v1/indicators/lamps/series?city={dayton.pk}"):  # fmt: skip
        assert client.get(address).status_code == 404
        assert member.get(address).status_code == 200
    held = client.get("/api/v1/status").json()["held"]
    seen = Indicator.objects.exclude(pk="lamps").count()
    assert (held["indicators"], held["observations"]) == (seen, Observation.objects.count() - 2)


def test_a_row_says_who_reads_it_else_it_stays_as_it_stands(dayton):
    put_indicators(by=None, records=[(1, IndicatorRecord(**ROW, visibility="network"))])
    assert Indicator.objects.get(pk="lamps").visibility == "network"
    put_indicators(by=None, records=[(1, IndicatorRecord(**ROW, visibility=""))])
    assert Indicator.objects.get(pk="lamps").visibility == "network"


def test_staff_choose_who_reads_what_they_hand_in_and_can_take_that_back(dayton):
    client = signed_in(people.staff())
    text = f"{','.join(ROW)}\n{','.join(ROW.values())}".replace(",%,", ",% of people,")
    file = SimpleUploadedFile("own.csv", text.encode())
    sent = {"table": "indicators", "visibility": "network", "file": file}
    page = client.post("/staff/indicators", sent)["Location"]
    assert "visibility: network" in text_of(client.get(page))
    client.post(page, {"decision": "write"})
    assert Indicator.objects.get(pk="lamps").visibility == "network"
    client.post(f"{page}/take-back")
    assert Indicator.objects.get(pk="lamps").visibility == "public"
    assert Upload.objects.get().kept == 0


@pytest.fixture
def edition(dayton):
    framework = benchmarks.framework("a")
    framework.criteria.update(indicator="lamps")
    fields = {"kind": Kind.OBSERVED, "state": State.DRAFT, "source_id": "census", "year": 2022}
    observation(cities.city("Toledo", id=5174035), "lamps", 9.0, period="2022")
    return benchmarks.edition(framework, dayton, *cities_of("Toledo"), **fields)


def cities_of(*names):
    from decapolis.cities.models import City  # noqa: PLC0415 -- in one place

    return City.objects.filter(name__in=names)


@pytest.mark.parametrize(("model", "key"), [(Indicator, "lamps"), (Source, "census")])
def test_an_edition_is_not_published_wider_than_its_figures(edition, model, key):
    close(model, key)
    with pytest.raises(WiderThanData, match="is not open to all who could read this ranking"):
        publish(by=people.staff(), edition=edition)
    assert Edition.objects.get().state == State.DRAFT
    Edition.objects.update(visibility="network")
    publish(by=people.staff(), edition=Edition.objects.get())
    assert Edition.objects.visible_to(people.person()).exists()
    assert not Edition.objects.visible_to(None).exists()


def test_an_edition_closes_when_its_figures_do(edition):
    publish(by=people.staff(), edition=edition)
    assert Edition.objects.visible_to(None).exists()
    close(Indicator, "lamps")
    assert not Edition.objects.visible_to(None).exists()
    assert Edition.objects.visible_to(people.person()).exists()


def test_a_file_of_editions_is_refused_where_one_is_wider_than_its_figures(edition):
    close(Source, "census")
    slug = Framework.objects.get().slug
    record = EditionRecord(
        framework=slug, slug="two", name="Two", kind="observed", source="census", year=2022
    )
    (rejected,) = put_editions(by=None, records=[(1, record)])
    assert "is not open to all who could read this ranking" in rejected.reason
    assert Edition.objects.count() == 1
