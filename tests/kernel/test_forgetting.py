"""Names are taken out where they stand alone, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel.forgetting import Forgetting

WORDS = st.lists(st.text(min_size=1, max_size=12), max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def gone(*words):
    return Forgetting.of(words, instead="-")


def test_a_word_is_taken_out_where_it_stands_alone():
    assert gone("Ann").text("Ann, Annual, (Ann) and ann") == "-, Annual, (-) and ann"
    assert gone("Ann Lee").text("ANN LEE; Ann Leeds") == "-; Ann Leeds"
    assert gone("a@b.cd").text("<A@B.cd> a@b.cde xa@b.cd") == "<-> a@b.cde xa@b.cd"
    assert gone("Ann", "Ann Lee").text("Ann Lee, Ann") == "-, -"
    assert gone("", " ", "-", "A").text("A - b") == "A - b"


def test_certain_are_addresses_and_names_of_several_parts():
    assert set(gone("Ann", "Ann Lee", "a@b.cd").certain.words) == {"Ann Lee", "a@b.cd"}


@given(words=WORDS, value=JSON)
def test_what_holds_none_of_the_words_stays_as_it_is(words, value):
    forgetting = Forgetting.of([f"§{word}§§" for word in words], instead="-")
    if "§" not in str(value):
        assert forgetting.value(value) == value


@given(words=WORDS, text=st.text())
def test_any_words_are_taken_out_of_any_text_without_an_accident(words, text):
    forgetting = Forgetting.of(words, instead="A former member")
    assert isinstance(forgetting.text(text), str)
    for word in words:
        left = forgetting.text(word).strip()
        assert left in {word.strip(), "A former member"} or len(forgetting.words) > 1
