"""Charts of one figure: over the years, and how all values lie."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.charts import HeapBar, Histogram, TimeSeries, YearLine, YearPoint, draw
from tests.kernel.charts.samples import SERIES, SPREAD

values = st.floats(-1e12, 1e12, allow_subnormal=False)


def test_a_gap_stays_open_and_what_is_unknown_is_told_so():
    picture = draw(SERIES)
    assert picture.count("<line class='trend'") == 0  # a year is missing between the two
    assert picture.count("<line class='peer'") == 1
    assert picture.count("class='you'") == 2
    assert SERIES.table().headers[1:] == ("Dayton", "<b onload='x'>&\"Łódź", "Nowhere")
    assert SERIES.table().rows[1] == ("2011", "unknown", "$720", "unknown")


def test_the_sentence_tells_of_the_own_city_and_counts_the_others():
    assert SERIES.sentence() == (
        "Rent: Dayton from $610 in 2010 to $655 in 2012. "
        "Of 1 other city it rose in 1 and fell in 0."
    )
    lonely = TimeSeries("Rent", "US$", (YearLine("Dayton", (), is_mine=True),))
    assert lonely.sentence() == "Rent: nothing is known of these cities."
    assert not draw(lonely)


def test_one_year_is_no_series():
    line = YearLine("Dayton", (YearPoint(2020, 5.0),), is_mine=True)
    chart = TimeSeries("Rent", "US$", (line,))
    assert not draw(chart)
    assert chart.sentence() == "Rent: Dayton $5 in 2020."


@given(
    st.lists(
        st.dictionaries(st.integers(1900, 2100), values, min_size=2, max_size=8),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_the_values_all_marks_stay_inside_and_names_apart(lines):
    chart = TimeSeries(
        "X",
        "%",
        tuple(
            YearLine(f"City {n}", tuple(YearPoint(y, v) for y, v in sorted(points.items())))
            for n, points in enumerate(lines)
        ),
    )
    picture = draw(chart, medium="print", width=640)
    heights = [float(y) for y in re.findall(r"cy='([^']+)'", picture)]
    assert all(0 <= y <= 250 for y in heights)
    places = sorted(float(y) for y in re.findall(r"y='([\d.-]+)'[^>]*>City", picture))
    assert all(after - before >= 15.8 for before, after in pairwise(places))


def test_a_histogram_marks_the_bar_of_the_own_city():
    picture = draw(SPREAD)
    assert picture.count("class='bar'") == 1  # the last heap holds its upper edge
    assert picture.count("class='bar2'") == 1  # what is empty has no bar
    assert SPREAD.sentence().endswith("from 5% to 21%, the median is 8%. Dayton: 30%.")
    assert SPREAD.table().rows[0] == ("0%", "10%", "3")
    assert not draw(Histogram("X", "%", "0 cities", (HeapBar(0, 1, 0),), 0.0, (0.0, 0.0)))
