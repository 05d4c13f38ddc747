"""Charts that set cities side by side."""

from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.charts import Closeness, DotPlot, DotRow, PeerPlot, PeerStrip, draw
from tests.kernel.charts.samples import DOT_PLOT, PEER_PLOT

places = st.one_of(st.none(), st.floats(0, 100))
values = st.floats(-1e9, 1e9)


def row(label, mine, theirs):
    return DotRow(label, mine, theirs, "a", "b")


def test_rows_come_closest_first_and_unknown_last():
    plot = DotPlot("A", "B", (row("far", 0, 90), row("unknown", 5, None), row("near", 50, 52)))
    assert [r.label for r in plot.ordered] == ["near", "far", "unknown"]
    assert [r.gap_text for r in plot.ordered] == ["2", "90", "unknown"]


def test_the_sentence_names_what_is_near_what_far_and_what_unknown():
    plot = DotPlot(
        "Dayton",
        "Troy",
        (
            row("Violent crime", 90, 88),
            row("January mean", 20, 15),
            row("GDP per person", 10, 80),
            row("Rent", 5, None),
        ),
    )
    assert plot.sentence() == (
        "Dayton and Troy are close on violent crime and January mean; far apart on GDP per person. "
        "1 figure is unknown for one of them."
    )


def test_two_cities_without_a_shared_figure_are_told_so():
    plot = DotPlot("A", "B", (row("Rent", 1, None),))
    assert plot.sentence() == "Nothing is known of both A and B."
    assert "circle class='you'" in draw(plot)
    assert "class='them'" not in draw(plot)
    assert "class='join'" not in draw(plot)


def test_cities_in_the_same_place_are_drawn_as_a_ring_around_a_dot():
    svg = draw(row("Rain", 56.2, 57.3))
    assert svg.count("halo") == 1
    assert svg.count("'you'") == 1


@given(mine=places, theirs=places)
def test_any_two_places_can_be_drawn(mine, theirs):
    svg = draw(row("x", mine, theirs))
    assert svg.count("<circle") == 2 - [mine, theirs].count(None)


def test_a_city_is_told_by_the_middle_half_of_its_peers():
    peers = (10.0, 20.0, 30.0, 40.0, 50.0)
    said = [PeerStrip("Rain", "mm", v, peers, "Dayton").sentence() for v in (5, 15, 30, 45, 60)]
    assert said == [
        "Rain: 5\u00a0mm, below all of 5 peers.",
        "Rain: 15\u00a0mm, below the middle half of 5 peers.",
        "Rain: 30\u00a0mm, in the middle half of 5 peers.",
        "Rain: 45\u00a0mm, above the middle half of 5 peers.",
        "Rain: 60\u00a0mm, above all of 5 peers.",
    ]


def test_an_unknown_value_draws_peers_but_no_city():
    strip = PeerStrip("Rain", "mm", None, (1.0, 2.0, 3.0), "Dayton")
    assert strip.sentence() == "Rain: unknown for Dayton."
    assert draw(strip).count("class='peer'") == 3
    assert "you" not in draw(strip)
    assert strip.table().rows == (("Rain", "unknown", "2\u00a0mm", "1 to 3\u00a0mm"),)


def test_a_city_without_peers_says_so():
    strip = PeerStrip("Rain", "mm", 7, (), "Dayton")
    assert strip.sentence() == "Rain: 7\u00a0mm; no peer has reported it."
    assert strip.range_text == "unknown"


@given(mine=st.one_of(st.none(), values), peers=st.lists(values, max_size=30).map(tuple))
def test_any_peers_can_be_drawn_and_told(mine, peers):
    strip = PeerStrip("x", "", mine, peers, "A")
    assert draw(strip).count("'peer'") == len(peers)
    assert strip.sentence().endswith(".")


def test_the_peer_plot_says_where_the_city_stands_out():
    assert PEER_PLOT.sentence() == (
        "Dayton is below the middle half of its peers on household income."
    )
    assert PeerPlot("A", ()).sentence() == "Too little is known to set A beside its peers."


def test_closeness_without_enough_figures_has_words_and_no_picture():
    unknown = Closeness("Dayton", None, 661, None)
    assert unknown.text == "Too few shared figures to say"
    assert not draw(unknown)
    assert Closeness("Dayton", 22, 661, 0.3).sentence() == (
        "22nd closest to Dayton among 661 cities."
    )


def test_the_table_of_two_cities_holds_every_row():
    assert DOT_PLOT.table().rows[0] == ("Snow a year", "67 cm", "137 cm", "35")
    assert len(DOT_PLOT.table().rows) == 2
