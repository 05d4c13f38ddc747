from hypothesis import given
from hypothesis import strategies as st

from decapolis.engines.retrieval.passages import MOST_PASSAGES, cut

sentences = st.lists(st.text(alphabet="abc xyz", min_size=1, max_size=60), max_size=20)


def test_a_passage_ends_with_a_sentence_and_bears_the_title():
    assert cut("Lamps", ["One two three. Four five six.", "Seven"], size=4) == [
        "Lamps. One two three.",
        "Lamps. Four five six. Seven.",
    ]


def test_a_sentence_that_is_too_long_stands_alone():
    assert cut("T", ["a b c d e f. g."], size=3) == ["T. a b c d e f.", "T. g."]


def test_a_number_with_a_point_is_not_cut():
    assert cut("T", ["It cost 1.5 million."], size=2) == ["T. It cost 1.5 million."]


@given(paragraphs=sentences, size=st.integers(1, 40))
def test_there_is_at_least_one_passage_and_never_too_many(paragraphs, size):
    passages = cut("Title", paragraphs, size=size)
    assert 1 <= len(passages) <= MOST_PASSAGES
    assert all(passage.startswith("Title.") for passage in passages)


@given(paragraphs=sentences)
def test_no_word_is_lost_while_there_is_room(paragraphs):
    passages = cut("Title", paragraphs, size=1000)
    said = " ".join(passages).replace(".", " ").split()
    assert said[1:] == " ".join(paragraphs).split()
