"""A plan over time, in words, as a table and as a picture."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.kernel.charts import Gantt, GanttBar, GanttMark, draw
from tests.kernel.charts.samples import GANTT
from tests.kernel.charts.test_pictures import parsed

DAYS = st.dates(date(1990, 1, 1), date(2190, 1, 1))


def test_its_sentence_says_span_waits_gates_and_what_has_no_date():
    assert GANTT.sentence() == (
        "3 activities run from January 2027 to February 2028. 1 of them waits for another. "
        "2 milestones, 1 of them a gate. 1 activity has no dates and is not drawn."
    )


def test_its_table_has_all_that_is_drawn_and_what_is_not():
    rows = GANTT.table().rows
    assert rows[0] == ("Buy the lamps", "Works", "1 January 2027", "31 March 2027", "")
    assert rows[1][4] == "Buy the lamps"
    assert rows[3][0] == "Tell people"
    assert rows[4] == ("Gate: Go on?", "", "", "1 April 2027", "")


def test_nothing_is_drawn_of_nothing():
    empty = Gantt((), (), ("Tell people",))
    assert draw(empty) == ""
    assert empty.sentence() == "1 activity has no dates and is not drawn."
    assert Gantt(()).sentence() == "No activity has dates yet."


@settings(max_examples=25)
@given(days=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5), on=DAYS)
def test_bars_lie_within_the_picture_and_below_few_lines(days, on):
    bars = tuple(
        GanttBar(str(at), "A", min(pair), max(pair), after=(str(at - 1),))
        for at, pair in enumerate(days)
    )
    svg = parsed(draw(Gantt(bars, (GanttMark("M", on),), today=on), medium="print", width=600))
    for part in svg.iter():
        if part.tag.endswith("rect"):
            assert (
                0 <= float(part.get("x")) <= float(part.get("x")) + float(part.get("width")) <= 606
            )
    lines = [part for part in svg.iter() if part.tag.endswith("line")]
    assert len(lines) < 40
