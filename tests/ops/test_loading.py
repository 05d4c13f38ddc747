import json

import pytest

from decapolis.cities.models import City, CityName
from decapolis.kernel.records import LONGEST_LINE, Unreadable
from decapolis.library.models import Document, Outcome, Practice
from decapolis.ops import loading
from decapolis.ops.loading import KINDS, in_order, load_file
from decapolis.ops.schema import EXAMPLES
from tests.factories.files import jsonl, load_examples, sheet, table
from tests.ops.held import faults, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_examples")]
OTHER_KEYS = {
    "countries": {"iso2": "CA", "iso3": "CAN"},
    "cities": {"id": 1},
    "sources": {"id": "right"},
    "observations": {"year": "2001"},
}
STANDS_ON = {"editions": ("observations", "frameworks")}  # beside what every test holds
HOSTILE = [
    "'; DROP TABLE cities_city; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    '=HYPERLINK("http://x.example","y")',
    "../../etc/passwd",
    "%s %(a)s {0}",
    "שלום مرحبا 你好 Ψ \u202e🏙️ e\u0301",
]


# -- what is right is taken


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_holds_the_same_record_as_json_lines(tmp_path, kind, ending):
    load_examples(tmp_path, *STANDS_ON.get(kind, ()))
    load_file(jsonl(tmp_path / f"{kind}.jsonl", EXAMPLES[kind]))
    before = rows()
    report = load_file(table(tmp_path / f"{kind}-same.{ending}", EXAMPLES[kind]))
    assert (report.accepted, report.rejected) == (1, ())
    assert rows() == before


def test_loading_again_changes_nothing(tmp_path):
    load_examples(tmp_path, *KINDS)
    before = rows()
    load_examples(tmp_path, *KINDS)
    assert rows() == before


def test_a_record_with_the_same_key_replaces_the_one_before(tmp_path):
    load_examples(tmp_path, "practices")
    changed = EXAMPLES["practices"] | {"title": "Lamps, again", "outcomes": []}
    load_file(jsonl(tmp_path / "practices.jsonl", changed))
    assert list(Practice.objects.values_list("title", flat=True)) == ["Lamps, again"]
    assert not Outcome.objects.exists()


def test_a_city_that_takes_another_name_keeps_the_old_one_as_another_name(tmp_path):
    renamed = EXAMPLES["cities"] | {"name": "Gem City", "ascii_name": "Gem City"}
    load_file(jsonl(tmp_path / "cities.jsonl", renamed))
    assert dict(CityName.objects.values_list("name", "is_main")) == {
        "Gem City": True,
        "Dayton": False,
    }


def test_a_dry_run_counts_and_writes_nothing(tmp_path):
    before = rows()
    report = load_file(jsonl(tmp_path / "practices.jsonl", EXAMPLES["practices"]), dry_run=True)
    assert (report.accepted, report.rejected) == (1, ())
    assert rows() == before


def test_a_file_of_many_batches_is_taken_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "AT_ONCE", 10)
    many = [EXAMPLES["documents"] | {"slug": f"guide-{number}"} for number in range(95)]
    assert load_file(jsonl(tmp_path / "documents.jsonl", *many)).accepted == 95
    assert Document.objects.count() == 95


def test_a_fault_in_the_last_batch_undoes_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "AT_ONCE", 10)
    many = [EXAMPLES["documents"] | {"slug": f"guide-{number}"} for number in range(30)]
    many[-1]["year"] = "soon"
    told = faults(jsonl(tmp_path / "documents.jsonl", *many))
    assert [(line, field) for line, field, _reason in told] == [(30, "year")]


def test_the_kind_is_told_by_the_name_or_by_the_fields_or_said(tmp_path):
    record = EXAMPLES["documents"]
    for name, kind in {
        "documents.jsonl": "",
        "Documents_2026.JSONL": "",
        "mine.jsonl": "",
        "cities.jsonl": "documents",
    }.items():
        assert load_file(jsonl(tmp_path / name, record), kind=kind).kind == "documents"


def test_a_file_whose_kind_cannot_be_told_asks_for_it(tmp_path):
    with pytest.raises(Unreadable, match="say --kind"):
        load_file(jsonl(tmp_path / "mine.jsonl", {"colour": "red", "name": "x"}))


def test_files_named_in_one_command_are_put_in_the_right_order(tmp_path):
    names = ["practices.csv", "x.csv", "cities.csv", "city-names.csv", "countries.csv"]
    ordered = [path.name for path in in_order(tmp_path / name for name in names)]
    assert ordered.index("countries.csv") < ordered.index("cities.csv")
    assert ordered.index("cities.csv") < ordered.index("city-names.csv")
    assert ordered.index("city-names.csv") < ordered.index("practices.csv")


def test_letters_of_every_script_and_hostile_text_stay_as_they_were_written(tmp_path):
    for number, text in enumerate(HOSTILE):
        record = EXAMPLES["documents"] | {
            "slug": f"hostile-{number}", "title": text, "summary": text, "publisher": text,
            "city": text, "asked_as": [text],
        }  # fmt: skip
        assert not load_file(jsonl(tmp_path / "documents.jsonl", record)).rejected
        held = Document.objects.get(slug=f"hostile-{number}")
        assert (held.title, held.summary, held.publisher, held.city_name, held.asked_as) == (
            text, text, text, text, [text],
        )  # fmt: skip


def test_a_byte_order_mark_and_semicolons_are_what_spreadsheets_write(tmp_path):
    path = tmp_path / "city-identifiers.csv"
    path.write_text("\ufeffcity_id;wikidata_id\r\n4509884;Q34739\r\n", encoding="utf-8")
    assert load_file(path).rejected == ()
    assert City.objects.get().wikidata_id == "Q34739"


def test_empty_rows_and_empty_cells_beyond_the_header_are_nothing(tmp_path):
    path = sheet(
        tmp_path / "city-identifiers.xlsx",
        ["city_id", "wikidata_id", None],
        [None, " ", None],
        [4509884, "Q34739", None, None],
    )
    assert load_file(path).accepted == 1


def test_text_that_begins_with_a_bracket_is_text(tmp_path):
    record = EXAMPLES["documents"] | {"title": "[Draft] A guide"}
    assert load_file(table(tmp_path / "documents.csv", record)).rejected == ()
    assert Document.objects.get().title == "[Draft] A guide"


# -- what is wrong is told by line and field, and nothing is written


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("practices", {"title": None}, "title"),
        ("practices", {"title": ["a"]}, "title"),
        ("practices", {"title": "x" * 301}, "title"),
        ("practices", {"titel": "x"}, "titel"),
        ("practices", {"slug": "Not A Slug"}, "slug"),
        ("practices", {"slug": "../etc"}, "slug"),
        ("practices", {"country": "XX"}, "country"),
        ("practices", {"country": "usa"}, "country"),
        ("practices", {"themes": ["lamps"]}, "themes.0"),
        ("practices", {"themes": []}, "themes"),
        ("practices", {"status": "done"}, "status"),
        ("practices", {"started": 99999}, "started"),
        ("practices", {"started": 2019, "ended": 2012}, ""),
        ("practices", {"technology_slugs": ["no-such"]}, "technology_slugs"),
        ("practices", {"sources": []}, "sources"),
        ("practices", {"sources": [{"url": "javascript:alert(1)", "title": "x"}]}, "sources.0.url"),
        ("practices", {"costs": [{"amount": 5}]}, "costs.0.currency"),
        ("practices", {"costs": [{"amount": "1,2m", "currency": "USD"}]}, "costs.0.amount"),
        ("practices", {"costs": [{"amount": -5, "currency": "USD"}]}, "costs.0.amount"),
        ("practices", {"costs": [{"amount": "NaN", "currency": "USD"}]}, "costs.0.amount"),
        ("practices", {"costs": [{"amount": 1e300, "currency": "USD"}]}, "costs.0.amount"),
        ("practices", {"costs": [{"amount": 5, "currency": "USD", "quantity": 3}]}, "costs.0"),
        ("practices", {"costs": [{"amount": 5, "currency": "USD", "source": 7}]}, ""),
        ("practices", {"funding": [{"kind": "bond", "amount": 5}]}, "funding.0"),
        ("practices", {"outcomes": [{"metric": "x", "text": "y", "value": 1e999}]},
         "outcomes.0.value"),
        ("practices", {"visibility": "secret"}, "visibility"),
        ("documents", {"url": "ftp://x.example"}, "url"),
        ("documents", {"language": "klingon"}, "language"),
        ("documents", {"country": "XX"}, "country"),
        ("organisations", {"country": "XX"}, "country"),
        ("organisations", {"works_with": [{"name": "x", "relation": "loves"}]},
         "works_with.0.relation"),
        ("cities", {"lat": 91}, "lat"),
        ("cities", {"lon": float("nan")}, "lon"),
        ("cities", {"id": 10**30}, "id"),
        ("cities", {"population": -1}, "population"),
        ("cities", {"country_iso2": "XX"}, "country_iso2"),
        ("countries", {"iso2": "UM"}, "iso3"),
        ("sources", {"url": "javascript:alert(1)"}, "url"),
        ("observations", {"value": "many"}, ""),
        ("observations", {"value": "inf"}, ""),
        ("observations", {"value": "nan"}, ""),
        ("observations", {"country_iso2": "US"}, ""),
        ("observations", {"city_id": None}, ""),
        ("observations", {"city_id": 5}, "city_id"),
        ("observations", {"indicator": "no-such"}, "indicator"),
        ("observations", {"source": "no-such"}, "source"),
        ("observations", {"year": "last"}, "year"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_and_the_right_record_beside_it_is_not_taken(
    tmp_path, kind, change, field
):
    wrong = EXAMPLES[kind] | change
    right = EXAMPLES[kind] | OTHER_KEYS.get(kind, {"slug": "right"})
    told = faults(jsonl(tmp_path / f"{kind}.jsonl", right, wrong))
    assert {(line, name) for line, name, _reason in told} == {(2, field)}
    assert all(reason.endswith((".", "]", "}")) for _line, _name, reason in told)


@pytest.mark.parametrize("kind", ["city-names", "city-identifiers"])
def test_more_about_a_city_that_is_not_there_is_refused(tmp_path, kind):
    told = faults(jsonl(tmp_path / f"{kind}.jsonl", EXAMPLES[kind] | {"city_id": 5}))
    assert told == [(1, "city_id", "There is no city 5. Load cities first.")]


def test_every_fault_of_a_file_is_told_at_once(tmp_path):
    good = EXAMPLES["practices"]
    told = faults(
        jsonl(
            tmp_path / "practices.jsonl",
            good | {"slug": "a", "status": "done", "started": "x"},
            good | {"slug": "b", "country": "XX"},
            good | {"slug": "c"},
            good | {"slug": "d", "technology_slugs": ["no-such"]},
        )
    )
    assert [(line, field) for line, field, _reason in told] == [
        (1, "started"),
        (1, "status"),
        (2, "country"),
        (4, "technology_slugs"),
    ]


def test_a_key_that_stands_twice_is_refused(tmp_path):
    told = faults(jsonl(tmp_path / "documents.jsonl", *[EXAMPLES["documents"]] * 2))
    assert told == [(2, "slug", "This record stands in line 1 too. Keep one.")]


def test_a_list_of_faults_ends_where_nobody_reads_on(tmp_path):
    told = faults(jsonl(tmp_path / "documents.jsonl", *[{"title": str(n)} for n in range(3000)]))
    assert len(told) == 1001
    assert told[-1][2] == "The list ends at 1000 faults. Mend these first."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not valid JSON"),
        ("[1, 2]", "one JSON object a line"),
        ("null", "one JSON object a line"),
        ('{"slug": "a\\u0000b"}', "NUL character"),
        ('{"slug": "\\ud800"}', "half a letter"),
        ('{"\\ud800": 1}', "half a letter"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "nested too deeply"),
        ('{"slug": ' + "9" * 5000 + "}", "not valid JSON"),
        ('{"slug": "' + "x" * 10_000_000 + '"}', "over 2 MB"),
    ],
    ids=["half", "list", "null", "nul", "surrogate", "key", "deep", "deeper", "digits", "10 MB"],
)
def test_a_line_that_cannot_be_a_record_is_refused_in_plain_words(tmp_path, line, reason):
    path = tmp_path / "documents.jsonl"
    path.write_text(json.dumps(EXAMPLES["documents"]) + "\n" + line + "\n", encoding="utf-8")
    [(number, _field, said)] = faults(path)
    assert number == 2
    assert reason in said
    assert len(said) < 300


def test_a_value_nested_as_deeply_as_json_allows_is_refused(tmp_path):
    deep = '{"a":' * 900 + "1" + "}" * 900
    path = tmp_path / "documents.jsonl"
    path.write_text(json.dumps(EXAMPLES["documents"])[:-1] + f', "year": {deep}}}', "utf-8")
    [(line, _field, reason)] = faults(path)
    assert line == 1
    assert len(reason) < 300


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"slug,title,slug\na,b,c\n", "two columns 'slug'"),
        (b"slug,cost,cost.amount\na,b,c\n", "'cost' and 'cost.amount'"),
        (b"slug,title\n\xff\xfe\n", "not UTF-8"),
        ("slug,title\na,b\n".encode("utf-16"), "not UTF-8"),
        ("slug,title\na,São\n".encode("latin-1"), "not UTF-8"),
        (b"slug,title\n" + b"x" * 200_000, "line 2, is not readable CSV"),
        (b'slug,title\na,"' + b"x\n" * 100_000, "line 2, is not readable CSV"),
    ],
    ids=["empty", "blank", "twice", "group", "bytes", "utf16", "latin1", "cell", "quote"],
)
def test_a_csv_file_that_cannot_be_read_says_why(tmp_path, content, reason):
    path = tmp_path / "documents.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        load_file(path)


def test_cells_of_a_row_are_checked_one_by_one(tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text("slug,title,,sources\na\0b,x\na,x,y\na,x,,[{\n", encoding="utf-8")
    told = {(line, field, reason) for line, field, reason in faults(path)}
    assert (2, "", "This line holds a NUL character. Take it out.") in told
    assert (3, "", "Cell 3 stands under no column name.") in told
    assert any((line, field) == (4, "sources") and "Write JSON" in say for line, field, say in told)


def test_a_fault_below_a_cell_of_several_lines_names_the_line_where_the_row_begins(tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text('slug,title\na,"one\ntwo"\nb,x\n', encoding="utf-8")
    assert {line for line, _field, _reason in faults(path)} == {2, 4}


@pytest.mark.parametrize("name", ["gone.csv", "notes.docx", ".", "practices.txt"])
def test_what_is_not_a_record_file_is_refused(tmp_path, name):
    if name.endswith(("docx", "txt")):
        (tmp_path / name).write_text("hello", encoding="utf-8")
    with pytest.raises(Unreadable):
        load_file(tmp_path / name)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "documents.csv"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(Unreadable, match="over 200 MB"):
        load_file(path)


def test_a_line_may_be_as_long_as_the_limit_says(tmp_path):
    assert LONGEST_LINE > 20 * 20_000 * 4
    record = EXAMPLES["documents"] | {"asked_as": ["y" * 300] * 3000}
    assert load_file(jsonl(tmp_path / "documents.jsonl", record)).accepted == 1
