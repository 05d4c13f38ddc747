"""The messages on a line, and the shape of what is said in them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, merge_updates

from decapolis.canvas.bridge.document import new_id, opened, root
from decapolis.canvas.bridge.flat import is_flat
from decapolis.live import wire
from decapolis.live.shape import check_update, clocks
from decapolis.live.wire import BadMessage, Source
from tests.factories.boards import note


def written():
    """Updates that people make, and one that holds them all."""
    doc = opened()
    made = []
    doc.observe(lambda event: made.append(event.update))
    notes = root(doc, "notes")
    for number in range(6):
        links = Map({"a": None, "b": True, "c": {"d": [1, -5_000_000, 2.25, "x", b"y"]}})
        notes[f"n{number}"] = note("Käse 🧀", order=number, links=links, more=Array([1, "x"]))
        text = notes[f"n{number}"]["text"]
        text.insert(2, "more")
        text.format(0, 2, {"bold": True})
        del text[0:2]
    del notes["n3"]
    return [*made, doc.get_update(), merge_updates(*made)]


UPDATES = written()


@given(st.integers(0, 2**53))
@example(0)
def test_numbers_are_read_as_they_are_written(value):
    source = Source(wire.number(value) + b"rest")
    assert source.number() == value
    assert source.data[source.at :] == b"rest"


@given(st.binary(max_size=300))
def test_bytes_are_read_as_they_are_written(data):
    source = Source(wire.chunk(data))
    assert source.chunk() == data
    source.end()


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff" * 12])
def test_a_number_that_is_cut_off_or_without_end_is_none(data):
    with pytest.raises(BadMessage):
        Source(data).number()


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_is_one_that_websocket_reads(size):
    from websockets.frames import Frame  # noqa: PLC0415 -- slow import
    from websockets.streams import StreamReader  # noqa: PLC0415

    reader = StreamReader()
    reader.feed_data(wire.framed(b"x" * size))
    parser = Frame.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as found:
        next(parser)
    assert (found.value.value.data, found.value.value.fin) == (b"x" * size, True)


def test_what_people_write_is_a_change():
    for data in UPDATES:
        check_update(data)
    with pytest.raises(BadMessage):
        check_update(UPDATES[0] + b"\x00")


@settings(max_examples=150)
@given(st.sampled_from(UPDATES), st.data())
def test_what_is_let_through_takes_no_more_room_than_it_says(data, draw):
    changed = bytearray(data)
    for _turn in range(draw.draw(st.integers(1, 3))):
        changed[draw.draw(st.integers(0, len(changed) - 1))] = draw.draw(st.integers(0, 255))
    changed = bytes(changed[: draw.draw(st.integers(0, len(changed)))])
    try:
        check_update(changed)
    except BadMessage:
        return
    try:
        Doc().apply_update(changed)
    except (ValueError, RuntimeError):
        return


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff\x0f",  # four milliards of clients
        b"\x01\xff\xff\xff\xff\x0f\x01\x00",  # of changes
        b"\x00\xff\xff\xff\xff\x0f",  # of deletions
        b"\x01\x01\x01\x00\x00\xff\xff\xff\xff\xff\x0f\x00",  # a clock out of reach
        b"",
    ],
)
def test_claims_of_more_than_there_is_are_refused(data):
    with pytest.raises(BadMessage):
        check_update(data)


def test_documents_in_documents_are_refused():
    doc = Doc()
    doc.get("notes", type=Map)[new_id()] = Doc()
    with pytest.raises(BadMessage):
        check_update(doc.get_update())


@pytest.mark.parametrize(
    ("root", "value"),
    [("x", Map({"a": Text("a")})), ("notes", Text("a")), ("notes", Array([Map()]))],
)
def test_roots_that_no_board_has_are_refused(root, value):
    doc = Doc()
    doc[root] = value
    with pytest.raises(BadMessage):
        check_update(doc.get_update())


@pytest.mark.parametrize("value", [Text("a"), Array(["a"])])
def test_an_entry_that_is_no_map_is_refused(value):
    doc = opened()
    root(doc, "notes")["a"] = value
    with pytest.raises(BadMessage):
        check_update(doc.get_update())


def nested(levels):
    """A note with maps in maps: links are one level."""
    doc = opened()
    with doc.transaction():
        root(doc, "notes")["a"] = note(links=Map())
        inner = root(doc, "notes")["a"]["links"]
        for _level in range(levels - 1):
            inner["in"] = Map()
            inner = inner["in"]
    return doc


@pytest.mark.parametrize("levels", [2, 20_000])
def test_what_lies_deeper_than_links_is_refused(levels):
    check_update(nested(1).get_update())
    with pytest.raises(BadMessage):
        check_update(nested(levels).get_update())


def test_of_an_object_in_what_was_there_before_the_document_tells_how_deep_it_lies():
    doc = nested(1)
    held = clocks(doc.get_state())
    was = doc.get_state()
    root(doc, "notes")["a"]["links"]["in"] = Map()
    looked = check_update(doc.get_update(was))
    assert looked.leads_on_from(held)
    assert not looked.leads_on_from({})
    assert not looked.is_placed(held)
    assert [is_flat(root(one, "notes")) for one in (nested(1), doc)] == [True, False]
    assert looked.is_in(clocks(doc.get_state()))
    assert not looked.is_in(held)


def test_what_was_there_is_not_believed_when_it_is_told_anew():
    doc = nested(1)
    looked = check_update(doc.get_update())
    assert looked.is_placed({})
    assert not looked.is_placed(clocks(doc.get_state()))


@settings(max_examples=30)
@given(st.text(max_size=12))
def test_letters_are_counted_as_yjs_counts_them(words):
    doc = opened()
    root(doc, "notes")["a"] = note(words)
    assert check_update(doc.get_update()).ends == clocks(doc.get_state())


def test_nothing_within_a_text_or_a_list_counts_as_flat():
    for value in (Array([Map()]), Map({"a": Text("x")})):
        doc = opened()
        root(doc, "notes")["a"] = note(more=value)
        assert not is_flat(root(doc, "notes"))
    doc = opened()
    root(doc, "notes")["a"] = note(more=Array([1]))
    assert is_flat(root(doc, "notes"))
    root(doc, "notes")["a"]["text"].insert_embed(0, Map({"a": 1}))
    assert not is_flat(root(doc, "notes"))
