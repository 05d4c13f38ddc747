"""The light palette and the looks of marks, for charts that no stylesheet reaches.

On a page the same classes get their look from `charts.css`, light and dark; a test holds the two
together.
"""

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "page": "#faf6ef",
    "ink": "#14212b",
    "ink-2": "#435059",
    "ink-3": "#5a666e",
    "rule": "#ded6c8",
    "rule-strong": "#8a8577",
    "harbour": "#0b4f5c",
    "harbour-mid": "#5f8f97",
    "terracotta": "#b8492b",
    "gold": "#d9a441",
    "gold-edge": "#8a6414",
    "land": "#e7decd",
}

# class -> presentation; a colour is the name of a token, "none", or "paper" (what lies beneath)
MARKS: Final[dict[str, dict[str, str]]] = {
    "base": {"stroke": "rule-strong", "stroke-width": "1"},
    "grid": {"stroke": "rule", "stroke-width": "1"},
    "band": {"fill": "harbour-mid", "opacity": "0.28"},
    "you": {"fill": "harbour", "stroke": "paper", "stroke-width": "1.5"},
    "them": {"fill": "paper", "stroke": "ink", "stroke-width": "2"},
    "halo": {"fill": "none", "stroke": "ink", "stroke-width": "2"},
    "peer": {"stroke": "ink-3", "stroke-width": "1.5", "opacity": "0.75"},
    "med": {"stroke": "ink", "stroke-width": "2"},
    "trace": {"fill": "ink-3"},
    "trend": {"stroke": "harbour", "stroke-width": "2.5"},
    "join": {"stroke": "rule-strong", "stroke-width": "2"},
    "bar": {"fill": "harbour"},
    "bar2": {"fill": "harbour-mid"},
    "bar3": {"fill": "gold", "stroke": "gold-edge"},
    "plan": {"fill": "rule-strong"},
    "pt": {"fill": "ink"},
    "bub": {"fill": "rule-strong", "opacity": "0.55"},
    "bad": {"fill": "terracotta"},
    "ghost": {
        "fill": "none",
        "stroke": "harbour",
        "stroke-width": "1.5",
        "stroke-dasharray": "4 3",
    },
    "land": {"fill": "land", "stroke": "land", "stroke-width": "0.6"},
    "border": {"fill": "none", "stroke": "paper", "stroke-width": "1.2"},
    "city": {"fill": "harbour", "stroke": "paper", "stroke-width": "0.75"},
    "failed": {"fill": "paper", "stroke": "terracotta", "stroke-width": "1.75"},
    "home": {"fill": "gold", "stroke": "ink", "stroke-width": "2"},
    "tie": {"fill": "none", "stroke": "harbour", "stroke-width": "1.25", "opacity": "0.7"},
    "t": {"fill": "ink-2"},
    "b": {"fill": "ink", "font-weight": "600"},
    "w": {"fill": "terracotta", "font-weight": "600"},
}
PAPER: Final = "#ffffff"
SANS: Final = "Public Sans"


def presentation(classes: str) -> str:
    """Return the attributes that say in print what the classes say on a page.

    Where two classes differ, the last one wins.
    """
    looks: dict[str, str] = {}
    for name in classes.split():
        looks.update(MARKS.get(name, {}))
    return "".join(f" {key}='{_colour(value)}'" for key, value in looks.items())


def _colour(value: str) -> str:
    return PAPER if value == "paper" else LIGHT.get(value, value)
