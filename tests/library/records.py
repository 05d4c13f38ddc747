"""Any record that the loader takes, for laws."""

from hypothesis import strategies as st

from decapolis.library.choices import (
    FundingKind,
    Nature,
    OutcomeKind,
    Part,
    Recurrence,
    Status,
    Theme,
    Tool,
    Went,
)
from decapolis.library.validators import PracticeRecord
from decapolis.organisations.choices import Sector

# No control characters: browsers write line ends in their own way, databases refuse NUL.
LETTERS = st.characters(categories=["L", "N", "P", "S", "Zs", "M"])


def words(most=40):
    """Text of any script that is not blank, without space around it."""
    return st.text(LETTERS, min_size=1, max_size=most).map(str.strip).filter(bool)


def prose():
    """Paragraphs."""
    return st.lists(words(), min_size=1, max_size=3).map("\n\n".join)


def maybe(strategy):
    return st.none() | strategy


YEARS = st.integers(1800, 2100)
AMOUNTS = st.decimals("0.01", "9999999999999", places=2)  # SQLite keeps 15 digits
FIGURES = st.floats(allow_nan=False, allow_infinity=False)
CURRENCIES = st.sampled_from(["USD", "EUR", "COP", "JPY"])


@st.composite
def records(draw):
    """Return a checked record; its city is not of the gazetteer."""
    sources = draw(
        st.lists(
            st.builds(
                lambda name, **rest: {"url": f"https://{name}.example/", **rest},
                name=st.integers(1, 99),
                title=words(),
                publisher=maybe(words()),
                year=maybe(YEARS),
            ),
            min_size=1,
            max_size=4,
        )
    )
    place = maybe(st.integers(0, len(sources) - 1))
    sentence = maybe(st.fixed_dictionaries({"text": words(), "source": place}))
    counted = st.builds(
        lambda quantity, unit: {"quantity": quantity, "unit": unit},
        quantity=st.floats(0.1, 1e9),
        unit=words(),
    ) | st.just({})
    costs = st.builds(
        lambda counted, **rest: {**counted, **rest},
        counted=counted,
        amount=AMOUNTS,
        currency=CURRENCIES,
        covers=maybe(prose()),
        source=place,
        price_year=maybe(YEARS),
        recurrence=st.sampled_from(Recurrence),
        nature=st.sampled_from(Nature),
        part=st.sampled_from(Part),
        scope=maybe(words()),
        read_from=maybe(prose()),
        claim=st.booleans(),
    )
    paid = st.builds(
        lambda amount, **rest: {**rest, **(amount or {})},
        amount=maybe(st.fixed_dictionaries({"amount": AMOUNTS, "currency": CURRENCIES})),
        kind=st.sampled_from(FundingKind),
        name=maybe(words()),
    )
    outcomes = st.fixed_dictionaries(
        {
            "metric": words(),
            "value": maybe(FIGURES),
            "unit": maybe(words()),
            "text": prose(),
            "source": place,
            "kind": st.sampled_from(OutcomeKind),
            "good": maybe(st.booleans()),
            "baseline": maybe(FIGURES),
            "expected": maybe(FIGURES),
            "year": maybe(YEARS),
            "claim": st.booleans(),
        }
    )
    body = st.fixed_dictionaries({"name": words(), "sector": st.sampled_from(Sector)})
    began, ended = sorted(draw(st.lists(YEARS, min_size=2, max_size=2)))
    return PracticeRecord.model_validate(
        draw(
            st.fixed_dictionaries(
                {
                    "slug": st.just("any-record"),
                    "title": words(),
                    "city": words(),
                    "country": st.just("US"),
                    "region": maybe(words()),
                    "lead": maybe(body),
                    "themes": st.lists(st.sampled_from(Theme), min_size=1, max_size=3, unique=True),
                    "tools": st.lists(st.sampled_from(Tool), max_size=3, unique=True),
                    "problem": prose(),
                    "approach": prose(),
                    "technologies": st.lists(words(), max_size=3),
                    "started": st.sampled_from([None, began]),
                    "ended": st.sampled_from([None, ended]),
                    "status": st.sampled_from(Status),
                    "went": st.sampled_from(Went),
                    "costs": st.lists(costs, max_size=3),
                    "funding": st.lists(paid, max_size=3),
                    "partners": st.lists(body, max_size=3),
                    "outcomes": st.lists(outcomes, max_size=3),
                    "result": sentence,
                    "setback": sentence,
                    "lessons": st.lists(prose(), max_size=3),
                    "barriers": st.lists(prose(), max_size=3),
                    "sources": st.just(sources),
                    "asked_as": st.lists(words(), max_size=2),
                }
            )
        )
    )
