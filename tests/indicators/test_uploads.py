"""Tables of figures: checked whole, written whole, taken back whole."""

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry
from decapolis.indicators.actions import (
    discard_upload,
    hand_in_upload,
    preview_upload,
    put_observations,
    take_back_upload,
    write_upload,
)
from decapolis.indicators.bridge import figure_table
from decapolis.indicators.bridge.handed import Handed
from decapolis.indicators.choices import Table
from decapolis.indicators.errors import (
    FileMissing,
    StillInUse,
    TableFaulty,
    UploadBuried,
    UploadDecided,
)
from decapolis.indicators.exports import template_csv, template_xlsx
from decapolis.indicators.models import Indicator, Observation, Source, Upload, UploadedRow
from decapolis.indicators.validators import ObservationRecord
from decapolis.kernel.permissions import Forbidden
from decapolis.kernel.records import Unreadable
from tests.factories import cities, people
from tests.factories.indicators import observation

pytestmark = pytest.mark.django_db

HEAD = "city_id,country_iso2,indicator,year,value,unit,source"
UNIT = "% of people"


@pytest.fixture
def dayton():
    made = cities.city("Dayton", id=4509884)
    observation(made, "poverty_rate", 27.0, period="2022")
    return made


@pytest.fixture
def sam():
    return people.staff(name="Sam")


def values(*rows, head=HEAD):
    """A table of values: year, value and whatever else differs."""
    lines = [head]
    for year, value, *more in rows:
        told = {"city": "4509884", "indicator": "poverty_rate", "unit": UNIT, "source": "census"}
        told |= dict(more)
        lines.append(
            f"{told['city']},,{told['indicator']},{year},{value},{told['unit']},{told['source']}"
        )
    return Handed("values.csv", "\n".join(lines).encode())


def write(sam, handed):
    return write_upload(by=sam, upload=hand_in_upload(by=sam, handed=handed))


def known():
    rows = Observation.objects.order_by("period")
    return [(row.period, row.value) for row in rows]


def faults(sam, handed):
    with pytest.raises(TableFaulty) as caught:
        hand_in_upload(by=sam, handed=handed)
    assert not Upload.objects.exists()
    return [(one.line, one.field, one.reason) for one in caught.value.faults]


def test_a_table_is_looked_at_written_and_taken_back(dayton, sam):
    handed = values((2022, 26.5), (2023, 25.0))
    seen = preview_upload(by=sam, handed=handed)
    assert (seen.added, seen.changed, seen.same) == (1, 1, 0)
    assert seen.changes[0].before == {"value": 27.0, "word": "", "unit": UNIT}
    assert known() == [("2022", 27.0)]
    held = write(sam, handed)
    assert (held.added, held.changed, held.same, held.content) == (1, 1, 0, None)
    assert known() == [("2022", 26.5), ("2023", 25.0)]
    assert figure_table().figure(dayton.pk, "poverty_rate").value == 25.0
    take_back_upload(by=sam, upload=held)
    assert known() == [("2022", 27.0)]
    assert figure_table().figure(dayton.pk, "poverty_rate").value == 27.0
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["indicators.upload_written", "indicators.upload_taken_back"]


def test_what_stands_there_already_changes_nothing(dayton, sam):
    held = write(sam, values((2022, 27)))
    assert (held.added, held.changed, held.same) == (0, 0, 1)
    assert not UploadedRow.objects.exists()


def test_each_fault_is_told_by_row_and_column_and_nothing_is_written(dayton, sam):
    told = faults(
        sam,
        values(
            (2023, "much"), (2023, 1, ("city", "77")), (2023, 1, ("unit", "percent")),
            (2023, 1, ("indicator", "povrety")), (2023, 1, ("source", "nobody")), (9999, 1),
            (2020, 1), (2020, 2),
        ),
    )  # fmt: skip
    assert [(line, field) for line, field, _reason in told] == [
        (2, "value"), (3, "city_id"), (4, "unit"), (5, "indicator"), (6, "source"), (7, "year"),
        (9, "indicator"),
    ]  # fmt: skip
    assert told[2][2] == (
        "This indicator is measured in “% of people”. Write that, and convert the value."
    )
    assert told[6][2] == "This stands in row 8 too. Keep one."
    assert known() == [("2022", 27.0)]


def test_a_column_that_is_wrong_as_a_whole_is_told_once(dayton, sam):
    head = "city_id,country_iso2,indicator,year,value,units,source"
    told = faults(sam, values(*((year, 1) for year in range(2000, 2020)), head=head))
    assert {(line, field) for line, field, _reason in told} == {(1, "unit"), (1, "units")}


def test_at_most_two_hundred_faults_are_told_and_the_rest_is_counted(dayton, sam):
    with pytest.raises(TableFaulty, match="250 things") as caught:
        hand_in_upload(by=sam, handed=values(*((1600 + n, "x") for n in range(250))))
    assert (len(caught.value.faults), caught.value.more) == (200, 50)


def test_whoever_is_not_of_network_staff_hands_nothing_in(dayton, sam):
    waiting = hand_in_upload(by=sam, handed=values((2023, 1)))
    for person in (people.person(), people.person(is_operator=True, is_reviewer=True)):
        for act, more in (
            (hand_in_upload, {"handed": values((2023, 1))}),
            (preview_upload, {"handed": values((2023, 1))}),
            (write_upload, {"upload": waiting}),
            (discard_upload, {"upload": waiting}),
            (take_back_upload, {"upload": waiting}),
        ):
            with pytest.raises(Forbidden, match="Only network staff"):
                act(by=person, **more)
    assert known() == [("2022", 27.0)]
    assert list(Upload.objects.all()) == [waiting]


def test_a_table_is_decided_once(dayton, sam):
    waiting = hand_in_upload(by=sam, handed=values((2023, 1)))
    with pytest.raises(UploadDecided):
        take_back_upload(by=sam, upload=waiting)
    held = write_upload(by=sam, upload=waiting)
    for act in (write_upload, discard_upload):
        with pytest.raises(UploadDecided):
            act(by=sam, upload=held)
    take_back_upload(by=sam, upload=held)
    with pytest.raises(UploadDecided):
        take_back_upload(by=sam, upload=held)
    gone = hand_in_upload(by=sam, handed=values((2023, 1)))
    discard_upload(by=sam, upload=gone)
    with pytest.raises(UploadDecided, match="thrown away"):
        write_upload(by=sam, upload=gone)
    assert known() == [("2022", 27.0)]


def test_what_a_later_table_wrote_over_is_taken_back_after_it(dayton, sam):
    first, second = write(sam, values((2022, 26))), write(sam, values((2022, 25)))
    with pytest.raises(UploadBuried, match=r"values\.csv"):
        take_back_upload(by=sam, upload=first)
    assert known() == [("2022", 25.0)]
    for one in (second, first):
        take_back_upload(by=sam, upload=one)
    assert known() == [("2022", 27.0)]


def test_what_was_changed_otherwise_since_stays(dayton, sam):
    held = write(sam, values((2022, 26), (2023, 20)))
    record = ObservationRecord(
        city_id=dayton.pk, indicator="poverty_rate", year="2023", value="19", unit=UNIT,
        source="census",
    )  # fmt: skip
    put_observations(by=None, records=[(1, record)])
    assert take_back_upload(by=sam, upload=held).kept == 1
    assert known() == [("2022", 27.0), ("2023", 19.0)]


def test_indicators_and_sources_come_in_and_go_again(dayton, sam):
    def table(kind, text):
        return Handed(f"{kind}.csv", text.encode(), kind)

    source = write(sam, table(Table.SOURCES, "id,title,attribution,licence\nown,Own,Us,CC0"))
    text = "code,name,unit,direction,theme,level,definition\n"
    lamps = text + "lamps,LED lamps,%,higher-is-better,energy,city,LED lamps among all"
    write(sam, table(Table.INDICATORS, lamps))
    assert Indicator.objects.get(pk="lamps").definition == "LED lamps among all"
    more = {"indicator": "lamps", "unit": "%", "source": "own"}
    held = write(sam, values((2024, 80, *more.items())))
    with pytest.raises(StillInUse):
        take_back_upload(by=sam, upload=source)
    assert Source.objects.filter(pk="own").exists()
    rename = write(sam, table(Table.INDICATORS, lamps.replace("LED lamps,", "Lamps,")))
    assert (rename.changed, figure_table().indicators[0].name) == (1, "Lamps")
    take_back_upload(by=sam, upload=rename)
    assert Indicator.objects.get(pk="lamps").name == "LED lamps"
    told = faults_of_unit(sam, table(Table.INDICATORS, lamps.replace(",%,", ",lamps,")))
    assert told == [(2, "unit")]
    take_back_upload(by=sam, upload=held)


def faults_of_unit(sam, handed):
    with pytest.raises(TableFaulty) as caught:
        hand_in_upload(by=sam, handed=handed)
    return [(one.line, one.field) for one in caught.value.faults]


@pytest.mark.parametrize("kind", Table.values)
def test_a_template_has_the_columns_and_is_no_table_that_passes_by_itself(dayton, sam, kind):
    for name, content in (("t.csv", template_csv(kind).encode()), ("t.xlsx", template_xlsx(kind))):
        handed = Handed(name, content, kind)
        if kind == Table.OBSERVATIONS:
            with pytest.raises(TableFaulty):
                preview_upload(by=sam, handed=handed)
        else:
            assert preview_upload(by=sam, handed=handed).added == 1


def test_a_workbook_does_as_well(dayton, sam):
    book, held = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEAD.split(","))
    book.active.append([4509884, None, "poverty_rate", 2024, 12.5, UNIT, "census"])
    book.save(held)
    assert write(sam, Handed("v.xlsx", held.getvalue())).added == 1
    assert known()[-1] == ("2024", 12.5)


def test_a_file_that_is_no_table_is_refused_with_what_to_do(dayton, sam):
    for handed, kind, words in (
        (Handed("v.csv", b""), FileMissing, "Choose"),
        (Handed("v.csv", b"x" * 25_000_001), FileMissing, "25 MB"),
        (Handed("v.exe", b"MZ"), Unreadable, "v.exe is of no known format"),
        (Handed("v.xlsx", b"PK no"), Unreadable, "v.xlsx is not a readable"),
        (Handed("v.csv", b"\xff\xfe\x00"), Unreadable, "v.csv is not UTF-8"),
        (Handed("v.csv", HEAD.encode()), Unreadable, "v.csv has no rows"),
        (Handed("v.csv", b"id,title,attribution,licence\na,b,c,d"), Unreadable, "Sources"),
    ):
        with pytest.raises(kind, match=words):
            hand_in_upload(by=sam, handed=handed)
    assert not Upload.objects.exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_is_sent_it_is_refused_in_words_or_looked_at(dayton, sam, content):
    said = []
    for kind in Table.values:
        for head in (b"", f"{HEAD}\n".encode()):
            try:
                preview_upload(by=sam, handed=Handed("v.csv", head + content, kind))
            except (FileMissing, TableFaulty, Unreadable) as error:
                said.append(error.message)
    assert all(said)
    assert known() == [("2022", 27.0)]


YEARS = st.dictionaries(st.integers(2018, 2023), st.floats(0, 100), min_size=1, max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(YEARS, min_size=1, max_size=4))
def test_taking_back_in_turn_leaves_all_as_it_was(dayton, sam, tables):
    before = known()
    written = [write(sam, values(*table.items())) for table in tables]
    held = dict(known())
    assert all(held[str(year)] == value for year, value in tables[-1].items())
    for one in reversed(written):
        take_back_upload(by=sam, upload=one)
    assert known() == before
