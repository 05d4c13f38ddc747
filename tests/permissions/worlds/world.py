"""A world: its dice, its rows, and a word of its own in the text of each."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

MARK = re.compile(r"zq\d{5}qz")


@dataclass
class Dice:
    """Draws from one seed, so that a world can be made again."""

    seed: int

    def __post_init__(self):
        self.random = random.Random(self.seed)  # noqa: S311 -- no secret

    def one(self, many: Any) -> Any:
        """Return one of many."""
        return self.random.choice(list(many))

    def some(self, many: Any, most: int = 3) -> list[Any]:
        """Return some of many, at least one."""
        held = list(many)
        return self.random.sample(held, self.random.randint(1, min(most, len(held))))

    def yes(self, share: float = 0.5) -> bool:
        """Return yes now and then."""
        return self.random.random() < share

    def visibility(self, model: type[Model], name: str = "visibility") -> str:
        """Return one of the values that a model may hold, so that new ones are drawn, too."""
        return self.one([value for value, _label in model._meta.get_field(name).choices])


@dataclass
class World:
    """Rows by model, and for each mark of what kind it is and in which row it stands."""

    dice: Dice
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)
    marks: dict[str, tuple[str, Any]] = field(default_factory=dict)
    secrets: dict[int, str] = field(default_factory=dict)  # of tokens, by person

    def mark(self, kind: str) -> str:
        """Return a word that stands nowhere else; `made` says in which row it does."""
        word = f"zq{len(self.marks):05d}qz"
        self.marks[word] = (kind, None)
        return word

    def made(self, model: type[Model], rows: list[Any]) -> list[Any]:
        """Write rows in one go, and remember which marks stand in them."""
        model._default_manager.bulk_create(rows)
        for row in rows:
            said = " ".join(
                str(getattr(row, one.attname)) for one in model._meta.concrete_fields
            ).lower()
            for word in MARK.findall(said):
                kind, known = self.marks[word]
                if known is None:
                    self.marks[word] = (kind, row)
        self.rows.setdefault(model, []).extend(rows)
        return rows

    def of(self, model: type[Model]) -> list[Any]:
        """Return the rows of a model."""
        return self.rows.get(model, [])
