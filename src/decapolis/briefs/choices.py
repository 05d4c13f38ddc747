"""Closed lists and limits of the brief."""

LONGEST_QUESTION = 500  # characters; more is a text, not a question
LONGEST_TITLE = 70
LARGEST_QUANTITY = 1_000_000_000

MOST_PRACTICES = 8
MOST_PEERS = 10
MOST_FIGURES = 6
MOST_CONTACTS = 5
MOST_DOCUMENTS = 4
MOST_QUESTIONS = 6
MOST_UNITS = 2
MOST_CHARTED = 2  # groups of prices in one picture
FEW_PRACTICES = 3  # fewer make a thin answer
FEW_PRICES = 3  # fewer make a thin range

# Units whose plural is not the word with an s.
PLURALS = {
    "bus": "buses",
    "household connected": "households connected",
    "km of fibre": "km of fibre",
    "megawatt hour of storage": "megawatt hours of storage",
    "tablet or laptop": "tablets or laptops",
    "person": "people",
    "child": "children",
}


def plural(unit: str) -> str:
    """Return a unit of the record files as it stands after a number.

    Examples
    --------
    >>> plural("lamp"), plural("bus"), plural("km of bus lane"), plural("square metre")
    ('lamps', 'buses', 'km of bus lane', 'square metres')
    """
    if unit in PLURALS or unit.startswith("km "):
        return PLURALS.get(unit, unit)
    head, of, rest = unit.partition(" of ")
    return f"{_with_s(head)}{of}{rest}"


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    is_consonant_y = word.endswith("y") and word[-2:-1] not in "aeiou"
    return f"{word[:-1]}ies" if is_consonant_y else f"{word}s"
