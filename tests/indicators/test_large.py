"""Large tables: checked and written by a job, with faults by row and a notice at the end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decapolis.indicators import actions
from decapolis.indicators.bridge import handed
from decapolis.indicators.choices import UploadState
from decapolis.indicators.models import Observation, Upload
from decapolis.kernel.worker import work_off
from decapolis.notices.models import Notice
from tests.api.test_writing import V1, program
from tests.factories import cities, people
from tests.factories.indicators import observation
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db
DESK = "/staff/indicators"
HEAD = "city_id,indicator,year,value,unit,source"
YEARS = range(1600, 1604)


@pytest.fixture(autouse=True)
def _soon_large(monkeypatch):
    monkeypatch.setattr(handed, "LARGE", 3)


@pytest.fixture
def dayton():
    made = cities.city("Dayton", id=4509884)
    observation(made, "poverty_rate", 27.0, period="2022")
    return made


def text(*years, value="25"):
    rows = (f"4509884,poverty_rate,{year},{value},% of people,census" for year in years)
    return "\n".join([HEAD, *rows])


def sent(content):
    return {"table": "observations", "file": SimpleUploadedFile("all.csv", content.encode())}


def test_a_large_table_is_checked_and_written_while_staff_do_something_else(dayton):
    sam = people.staff(name="Sam")
    client = signed_in(sam)
    page = client.post(DESK, sent(text(*YEARS)))["Location"]
    assert "It is about to be checked." in text_of(client.get(page))
    assert "all.csv" in text_of(client.get(DESK))
    Upload.objects.update(progress=2)
    assert "2 of 3 rows so far" in text_of(client.get(page))
    work_off()
    shown = text_of(client.get(page))
    for words in ("4 new, 0 changed", "Dayton, poverty_rate, 1600 (census)", "Write it"):
        assert words in shown, words
    client.post(page, {"decision": "write"})
    assert "It is being written" in text_of(client.get(page))
    assert Observation.objects.count() == 1
    work_off()
    assert Observation.objects.count() == 5
    assert "It is written" in text_of(client.get(page))
    titles = list(Notice.objects.filter(person=sam).order_by("pk").values_list("title", flat=True))
    assert titles == [
        "Nothing is wrong in “all.csv”. Look at it, then write it.", "“all.csv” is written.",
    ]  # fmt: skip
    client.post(f"{page}/take-back")
    assert Observation.objects.count() == 1


def test_what_is_wrong_is_told_by_row_and_nothing_is_written(dayton):
    client = signed_in(people.staff())
    page = client.post(DESK, sent(text(*YEARS, value="much")))["Location"]
    work_off()
    shown = text_of(client.get(page))
    assert "4 things are wrong in this table. Nothing was written." in shown
    assert "is not a number. Write one such as 12.5" in shown
    client.post(page, {"decision": "write"})
    work_off()
    assert Observation.objects.count() == 1
    client.post(page, {"decision": "discard"})
    assert not Upload.objects.exists()


def test_what_changed_before_it_is_written_is_looked_at_again(dayton):
    held = actions.hand_in_large(by=people.staff(), handed=handed.Handed("a.csv", b"x"))
    Upload.objects.update(content=text(*YEARS).encode())
    work_off()
    held.refresh_from_db()
    actions.write_later(by=held.by, upload=held)
    Observation.objects.all().delete()
    from decapolis.indicators.models import Indicator  # noqa: PLC0415 -- for this alone

    Indicator.objects.all().delete()
    work_off()
    held.refresh_from_db()
    assert (held.state, held.written) == (UploadState.FAULTY, None)


def test_a_table_that_was_thrown_away_meanwhile_is_left(dayton):
    held = actions.hand_in_large(
        by=people.staff(), handed=handed.Handed("a.csv", text(*YEARS).encode())
    )
    actions.discard_upload(by=held.by, upload=held)
    work_off()
    assert not Upload.objects.exists()
    assert not Notice.objects.exists()


def test_a_program_sees_what_becomes_of_it(dayton):
    client = program(people.staff())
    file = SimpleUploadedFile("all.csv", text(*YEARS).encode())
    made = client.post(f"{V1}/staff/uploads", {"file": file}).json()
    assert made["state"] == "checking"
    work_off()
    at = client.get(f"{V1}/staff/uploads/{made['id']}").json()
    assert (at["added"], bool(at["written"])) == (4, True)
    bad = SimpleUploadedFile("bad.csv", text(*YEARS, value="much").encode())
    held = client.post(f"{V1}/staff/uploads", {"file": bad}).json()
    work_off()
    faulty = client.get(f"{V1}/staff/uploads/{held['id']}").json()
    assert (faulty["state"], len(faulty["faults"]), faulty["faults"][0]["column"]) == (
        "faulty", 4, "value",
    )  # fmt: skip
    assert Observation.objects.count() == 5
