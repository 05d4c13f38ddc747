"""What holds for every chart, on the page and in print."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from decapolis.kernel.charts import Chart, draw
from decapolis.kernel.charts.palette import LIGHT, MARKS
from tests.kernel.charts.samples import ALL, HOSTILE, MOVE, THEORY, WORLD

STYLES = Path(__file__).resolve().parents[3] / "frontend" / "css"
every_chart = pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 -- as above


def shapes(svg):
    names = ("circle", "rect", "line", "path", "text")
    return [part.tag.split("}")[-1] for part in parsed(svg).iter() if part.tag.endswith(names)]


@every_chart
def test_both_media_hold_the_same_marks(chart):
    page, print_ = draw(chart), draw(chart, medium="print", width=640)
    if type(chart).__name__ in {"CostRange", "CityMap", "WorldMap"}:  # labels fit the width known
        assert set(shapes(page)) == set(shapes(print_))
    else:
        assert shapes(page) == shapes(print_)


@every_chart
def test_the_page_has_classes_and_no_colour_of_its_own(chart):
    for part in parsed(draw(chart)).iter():
        assert not {"style", "fill", "stroke", "font-family"} & set(part.attrib)


@every_chart
def test_print_stands_alone_with_its_size_and_looks(chart):
    svg = parsed(draw(chart, medium="print", width=640))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.get("width") == "640"
    assert svg.get("viewBox") == f"0 0 640 {svg.get('height')}"
    for part in svg.iter():
        assert "class" not in part.attrib
        assert not [value for value in part.attrib.values() if value.endswith("%")]


@every_chart
def test_marks_stay_inside_the_print(chart):
    svg = parsed(draw(chart, medium="print", width=640))
    for part in svg.iter():
        if part.tag.endswith("circle"):
            assert 0 <= float(part.get("cx")) <= 640
            assert 0 <= float(part.get("cy")) <= float(svg.get("height"))
        if part.tag.endswith("rect"):
            assert float(part.get("x")) >= 0
            assert float(part.get("x")) + float(part.get("width")) <= 640.1


@every_chart
def test_each_has_a_whole_sentence_and_a_table_of_even_rows(chart):
    assert isinstance(chart, Chart)
    assert chart.sentence().endswith(".")
    table = chart.table()
    widths = {len(row) for row in table.rows} | ({len(table.headers)} - {0})
    assert len(widths) == 1


@every_chart
def test_words_are_escaped(chart):
    assert HOSTILE[:2] not in draw(chart)
    assert HOSTILE[:2] not in draw(chart, medium="print")


def test_a_silent_picture_leaves_its_sentence_to_the_page():
    assert parsed(draw(WORLD, spoken=False)).get("aria-hidden") == "true"
    assert parsed(draw(WORLD)).get("aria-label") == WORLD.sentence()


def test_there_is_no_picture_of_a_number():
    with pytest.raises(TypeError, match="no picture of a int"):
        draw(7)


def declared(css):
    css = re.sub(r"/\*.*?\*/", "", css)
    return {
        name.strip().lower(): value.strip().lower()
        for name, value in re.findall(r"([\w-]+):\s*([^;]+);", css)
    }


@pytest.mark.parametrize("mark", MARKS)
def test_print_and_stylesheet_give_a_mark_the_same_look(mark):
    css = (STYLES / "charts.css").read_text()
    rule = re.search(rf"^\.{mark} {{(.*?)}}", css, re.MULTILINE)
    assert rule is not None, f"charts.css says nothing of .{mark}."
    on_page = declared(rule[1])
    in_print = {
        key: f"var(--{'under' if value == 'paper' else value})"
        if value in LIGHT or value == "paper"
        else value
        for key, value in MARKS[mark].items()
    }
    assert on_page == in_print


@pytest.mark.parametrize("token", LIGHT)
def test_print_has_the_colours_of_the_light_page(token):
    tokens = declared((STYLES / "tokens.css").read_text())
    assert tokens[f"--{token}"].startswith(f"light-dark({LIGHT[token]},")


def test_a_move_is_told_with_its_causes():
    assert MOVE.total == pytest.approx(5.5)
    assert MOVE.sentence().endswith("5.5 up; own data 8 up, others 2.5 down, method none.")


def test_a_theory_says_what_leads_to_what_and_what_must_hold():
    assert THEORY.sentence().endswith("1 link leads on. 1 assumption must hold.")
    rows = THEORY.table().rows
    assert rows[0][2] == "Lamps"
    assert rows[1][3:] == (HOSTILE, "Lamps that are LED of all lamps")
    assert "If as1" in draw(THEORY)
