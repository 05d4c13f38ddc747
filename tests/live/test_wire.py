"""The messages on a line, and the shape of what is said in them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, merge_updates

from decapolis.canvas.bridge.document import new_id, opened, root
from decapolis.live import wire
from decapolis.live.shape import check_update
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


def test_text_alone_is_a_change():
    doc = Doc()
    doc["x"] = Text("a")
    check_update(doc.get_update())
