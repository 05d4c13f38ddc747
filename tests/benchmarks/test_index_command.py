"""``index build`` and ``index peers``, on COINr's example data (tests/data/coinr-asem)."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform

from decapolis.benchmarks.bridge.building import number
from decapolis.benchmarks.validators.cells import number_of
from tests.factories.files import sheet

ASEM = Path(__file__).resolve().parents[1] / "data" / "coinr-asem"
DATA, META = ASEM / "asem_idata.csv", ASEM / "asem_imeta.csv"
TINY = "uCode,uName,x,y\nA,Ada,1,10\nB,Bo,2,\nC,Cy,4,30\n"
TINY_META = (
    "iCode,Type,Level,Parent,Direction\nx,Indicator,1,I,1\ny,Indicator,1,I,-1\nI,Aggregate,2,,\n"
)


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matrix(path):
    rows = table(path)
    codes = list(rows[0])[1:]
    return np.array([[float(row[code] or "nan") for code in codes] for row in rows])


def tiny(tmp_path, data=TINY, meta=TINY_META):
    (tmp_path / "data.csv").write_text(data, encoding="utf-8")
    (tmp_path / "meta.csv").write_text(meta, encoding="utf-8")
    return tmp_path / "data.csv", tmp_path / "meta.csv"


def build(data, meta, out, *more):
    call_command("index", "build", str(data), "--meta", str(meta), "-o", str(out), *more)


def refused(capsys, *order):
    with pytest.raises(SystemExit) as end:
        call_command("index", *map(str, order))
    assert end.value.code == 2
    return capsys.readouterr().err


# -- build


def test_every_stage_of_the_example_is_a_file_with_ucode_first(tmp_path, capsys):
    build(DATA, META, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "spec.json", "stage_aggregated.csv", "stage_denominated.csv", "stage_imputed.csv",
        "stage_normalised.csv", "stage_ranks.csv", "stage_raw.csv", "stage_screened.csv",
        "stage_treated.csv", "touched.csv",
    ]  # fmt: skip
    raw, given_ = table(tmp_path / "out/stage_raw.csv"), table(DATA)
    assert next(iter(raw[0])) == "uCode"
    assert len(raw[0]) == 50
    for row, before in zip(raw, given_, strict=True):
        assert row["uCode"] == before["uCode"]
        for code, cell in row.items():
            assert bool(cell) == bool(before[code])
            if code != "uCode" and cell:
                assert float(cell) == pytest.approx(float(before[code]), rel=1e-15)
    ranks = table(tmp_path / "out/stage_ranks.csv")
    assert list(ranks[0])[-1] == "Index"
    assert sorted(int(row["Index"]) for row in ranks) == list(range(1, 52))
    assert capsys.readouterr().out.startswith("51 of 51 units, 49 indicators, ")


def test_a_recipe_that_was_written_makes_the_same_files_again(tmp_path):
    build(DATA, META, tmp_path / "one")
    build(DATA, META, tmp_path / "two", "--spec", str(tmp_path / "one/spec.json"))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_steps_of_a_recipe_are_done_as_asked(tmp_path):
    data, meta = tiny(tmp_path)
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps({"impute": "median", "screen": False, "treat": False}))
    build(data, meta, tmp_path / "out", "--spec", str(spec))
    normalised = matrix(tmp_path / "out/stage_normalised.csv")
    expected = [[0, 100], [100 / 3, 50], [100, 0]]
    assert normalised == pytest.approx(np.array(expected))
    aggregated = table(tmp_path / "out/stage_aggregated.csv")
    assert [float(row["I"]) for row in aggregated] == pytest.approx([50, 125 / 3, 50])
    assert [row["I"] for row in table(tmp_path / "out/stage_ranks.csv")] == ["1", "3", "1"]
    touched = table(tmp_path / "out/touched.csv")
    assert [(row["step"], row["uCode"], row["after"]) for row in touched] == [("impute", "B", "20")]


def test_a_folder_with_stages_is_replaced_and_one_with_other_files_is_not(tmp_path, capsys):
    data, meta = tiny(tmp_path)
    out = tmp_path / "out"
    build(data, meta, out)
    tiny(tmp_path, TINY.replace("Cy,4", "Cy,5"))
    build(data, meta, out)
    assert table(out / "stage_raw.csv")[2]["x"] == "5"
    (out / "letter.txt").write_text("Dear all")
    said = refused(capsys, "build", data, "--meta", meta, "-o", out)
    assert "holds other files, such as letter.txt" in said
    assert (out / "letter.txt").read_text() == "Dear all"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "meta.csv", "out"]


@pytest.mark.parametrize(
    ("data", "meta", "said"),
    [
        (TINY.replace("4,30", "four,30"), TINY_META, "Line 4, column x: 'four' is not a number"),
        (TINY.replace("4,30", '"4,5",30'), TINY_META, "Write 4.5 with a point"),
        (TINY.replace("4,30", "NA,30"), TINY_META, "leave it empty where it is unknown"),
        (TINY.replace("4,30", "inf,30"), TINY_META, "'inf' is not a number"),
        (TINY.replace("4,30", "1e999,30"), TINY_META, "'1e999' is not a number"),
        (TINY.replace("B,Bo", "A,Bo"), TINY_META, "Line 3: A stands in line 2 too. Keep one."),
        (TINY.replace("B,Bo", ",Bo"), TINY_META, "Line 3, column uCode: This row has no code."),
        (TINY.replace("uCode,uName", "a,b"), TINY_META, "has no column uCode and none uName"),
        ("City,x,y\nAda,1,10\nBo,2,3\nAda,4,30\n", TINY_META, "Line 4: ada stands in line 2 too"),
        (TINY.replace(",y\n", ",z\n"), TINY_META, "there is no such column"),
        (TINY.replace("A,Ada,1,10", "A,Ada,1,10,99"), TINY_META, "line 2, has more cells"),
        ("uCode,x,x\nA,1,1\n", TINY_META, "two columns 'x'"),
        ("uCode,x,y\n", TINY_META, "has no rows"),
        ("", TINY_META, "is empty"),
        (TINY.replace("1,10", "3,10").replace("2,", "3,").replace("4,30", "3,30"), TINY_META,
         "x"),
        (TINY.replace("10", "").replace("30", ""), TINY_META, "y"),
        ("uCode,x,y\nA,1,2\n", TINY_META, "x"),
        (TINY, TINY_META.replace("Parent", "Over"), "x has no parent"),
        (TINY, TINY_META.replace("1,I,-1", "1,J,-1"), "Line 3, column y: y: its parent J"),
        (TINY, TINY_META.replace("-1", "-2"), "Line 3, column Direction: Write 1 where more"),
        (TINY, TINY_META.replace("y,Indicator,1", "y,Indicator,2"), "An indicator is of level 1"),
        (TINY, TINY_META.replace("I,Aggregate,2", "I,Aggregate,1"), "of level 2 or more"),
        (TINY, TINY_META.replace("y,Indicator", "y,Metric"), "'Metric' is no type"),
        (TINY, TINY_META.replace("y,Ind", "x,Ind"), "Line 3: x stands in line 2 too"),
        (TINY, TINY_META.replace("iCode", "code"), "has no column iCode"),
        ("uCode,Time,x,y\nA,2018,1,2\nA,2019,2,3\n", TINY_META, "several times (2018, 2019)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_column_and_nothing_is_written(
    tmp_path, capsys, data, meta, said
):
    files = tiny(tmp_path, data, meta)
    err = refused(capsys, "build", files[0], "--meta", files[1], "-o", tmp_path / "out")
    assert said in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.csv", "meta.csv"]


@pytest.mark.parametrize(
    ("spec", "said"),
    [("{", "is not JSON"), ("[]", "object"), ('{"impute": "guess"}', "impute"),
     ('{"treat": {"winmx": 3}}', "winmx"), ("[" * 100_000, "spec.json")],
)  # fmt: skip
def test_a_recipe_that_will_not_do_is_told_by_its_place(tmp_path, capsys, spec, said):
    data, meta = tiny(tmp_path)
    (tmp_path / "spec.json").write_text(spec)
    order = ("build", data, "--meta", meta, "-o", tmp_path / "out", "--spec")
    assert said in refused(capsys, *order, tmp_path / "spec.json")
    assert "cannot be read" in refused(capsys, *order, tmp_path / "none.json")
    assert not (tmp_path / "out").exists()


def test_a_workbook_gives_the_same_numbers_as_csv(tmp_path):
    data, meta = tiny(tmp_path)
    rows = list(csv.reader(TINY.splitlines()))
    numbers = [rows[0], *[[*row[:2], *[float(cell) if cell else None for cell in row[2:]]]
                          for row in rows[1:]]]  # fmt: skip
    sheet(tmp_path / "data.xlsx", *numbers)
    for path, out in ((data, "one"), (tmp_path / "data.xlsx", "two")):
        build(path, meta, tmp_path / out)
    one, two = (tmp_path / out / "stage_ranks.csv" for out in ("one", "two"))
    assert one.read_text() == two.read_text()


# -- peers


def peers(out, *more, data=DATA, meta=META):
    call_command("index", "peers", str(data), "--meta", str(meta), "-o", str(out), *more)
    return matrix(out)


def filled():
    rows = table(DATA)
    codes = [row["iCode"] for row in table(META) if row["Type"] == "Indicator"]
    values = np.array([[float(row[code] or "nan") for code in codes] for row in rows])
    return np.where(np.isnan(values), np.nanmedian(values, axis=0), values)


def test_the_matrix_of_distances_is_that_of_an_independent_computation(tmp_path):
    values = filled()
    z = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    found = peers(tmp_path / "peers.csv")
    assert found == pytest.approx(squareform(pdist(z)), rel=1e-12)
    first = table(tmp_path / "peers.csv")[0]
    assert list(first)[:3] == ["uCode", "AUT", "BEL"]
    assert (first["uCode"], first["AUT"]) == ("AUT", "0")


def test_clipping_takes_quantiles_of_the_filled_column_before_scaling(tmp_path):
    values = filled()
    low, high = np.quantile(values, [0.025, 0.975], axis=0)  # linear, R's type 7
    values = np.clip(values, low, high)
    scaled = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    found = peers(
        tmp_path / "peers.csv", "--clip", "0.025", "0.975", "--scale", "minmax",
        "--metric", "manhattan",
    )  # fmt: skip
    assert found == pytest.approx(squareform(pdist(scaled, "cityblock")), rel=1e-12)


def test_with_gaps_what_both_have_counts_for_all_and_gower_is_their_mean(tmp_path):
    data, meta = tiny(tmp_path)
    told = {"data": data, "meta": meta}
    found = peers(tmp_path / "a.csv", "--fill", "none", "--scale", "none", **told)
    assert found[0] == pytest.approx([0, math.sqrt(2), math.sqrt(9 + 400)])
    found = peers(tmp_path / "b.csv", "--fill", "none", "--metric", "gower", "--scale", "none",
                  **told)  # fmt: skip
    assert found[0] == pytest.approx([0, 1 / 3, 1])


def test_peers_that_cannot_be_taken_leave_no_file(tmp_path, capsys):
    data, meta = tiny(tmp_path)
    order = ("peers", data, "--meta", meta, "-o", tmp_path / "out.csv")
    assert "the lower first" in refused(capsys, *order, "--clip", "0.9", "0.1")
    tiny(tmp_path, TINY.replace("10", "").replace("30", ""))
    assert "y" in refused(capsys, *order)
    assert not (tmp_path / "out.csv").exists()


# -- numbers


@given(st.floats(-1e300, 1e300))
def test_a_number_is_written_to_fifteen_digits_and_read_back(value):
    back = number_of(number(value))
    assert back == pytest.approx(value, rel=1e-14, abs=0)


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_none(text):
    value = number_of(text)
    assert value is None or math.isfinite(value)
