import pytest
from hypothesis import given
from hypothesis import strategies as st

from decapolis.engines.retrieval.spelling import Vocabulary, mend

INDEX = Vocabulary(
    {
        "street": 30, "streets": 20, "lights": 12, "electric": 9, "congestion": 5, "charge": 8,
        "participatory": 6, "budget": 11, "paris": 4, "water": 40, "meters": 7, "smart": 50,
        "recycling": 6, "stockholm": 3, "school": 9, "platform": 8, "routing": 1, "sites": 2,
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stret lihgts", "street lights"),
        ("congestoin charge", "congestion charge"),
        ("particpatory buget pariss", "participatory budget paris"),
        ("watter meters", "water meters"),
        ("houstan recyling", "houstan recycling"),
        ("Stokholm school platfrom", "stockholm school platform"),
    ],
)
def test_typing_errors_are_mended(typed, meant):
    assert mend(typed, INDEX) == meant


@pytest.mark.parametrize(
    "text",
    [
        "street lights",
        "sixties",  # formed of a word that is known elsewhere
        "Straßen",  # another script or accents
        "улицы",
        "街灯",
        "wat kost de straat en het water",  # another language
        "cuanto cuesta el agua de la calle",
        "2019 abc x9y",
    ],
)
def test_what_is_no_error_is_left_alone(text):
    assert mend(text, INDEX, knows=lambda word: word in {"sixty", "sixti"}) == text


def test_a_word_that_is_known_elsewhere_is_left_alone():
    assert mend("streat", INDEX, knows=lambda word: word == "streat") == "streat"


def test_punctuation_stays():
    assert mend("(stret), lihgts?", INDEX) == "(street), lights?"


def test_among_equals_the_more_frequent_word_is_meant():
    assert mend("strees", Vocabulary({"street": 3, "stress": 9})) == "stress"


@given(text=st.text(max_size=80))
def test_mending_twice_is_mending_once_and_spaces_stay(text):
    once = mend(text, INDEX)
    assert mend(once, INDEX) == once
    assert once.count(" ") == text.count(" ")


@given(words=st.lists(st.sampled_from(sorted(INDEX.counts)), max_size=8))
def test_words_of_the_index_are_never_touched(words):
    text = " ".join(words)
    assert mend(text, INDEX) == text
