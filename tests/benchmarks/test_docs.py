"""The reference of recipes is what the engine reads."""

import json
import re
from pathlib import Path

from decapolis.benchmarks.bridge.running import USUAL_DOUBT, doubts_of
from decapolis.engines.composite import aggregate, impute, normalise, screen, spec, treat
from decapolis.engines.composite.spec import Spec

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "reference/index-spec.md").read_text(encoding="utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_the_whole_recipe_on_the_page_is_the_default():
    assert BLOCKS[0] == Spec().as_json()


def test_every_example_is_a_recipe_or_a_doubt():
    recipes = [block for block in BLOCKS if isinstance(block, dict)]
    assert len(recipes) == 4
    for recipe in recipes:
        Spec.from_json(recipe)
    (doubt,) = [block for block in BLOCKS if isinstance(block, list)]
    assert [type(one).__name__ for one in doubts_of(doubt)] == ["Noise", "Error", "Choice"]
    assert doubt[0] == USUAL_DOUBT[0]


def test_every_key_and_every_method_stands_on_the_page():
    whole = Spec().as_json()
    for step, options in whole.items():
        for key in options if isinstance(options, dict) else ():
            assert key == "method" or f"{step}.{key}`" in PAGE, f"{step}.{key}"
    named = [*impute.METHODS, *screen.METHODS, *treat.FALLBACKS, *normalise.METHODS]
    named += [*spec.WEIGHTINGS, *(spec.PLAIN.get(name, name) for name in aggregate.METHODS)]
    assert not [name for name in named if f"`{name}`" not in PAGE]
