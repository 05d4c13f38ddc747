"""A column of few different words, held as numbers: filtered and counted without comparing text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of n rows: row i has ``names[codes[i]]``; an empty word stands for unknown."""

    names: NDArray[np.str_]
    codes: NDArray[np.intp]

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Return the column of some words.

        Examples
        --------
        >>> column = Labels.of(["b", "a", "", "b"])
        >>> column[3], column.among(["b", "c"]).tolist(), column.known.tolist()
        ('b', [True, False, False, True], [True, True, False, True])
        """
        names, codes = np.unique(np.array(words, dtype=np.str_), return_inverse=True)
        return cls(names, codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return str(self.names[self.codes[row]])

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have a word."""
        return self._each(self.names != "")

    def among(self, words: Iterable[str]) -> NDArray[np.bool_]:
        """Return which rows have one of these words."""
        return self._each(np.isin(self.names, list(words)))

    def valued(self, values: Mapping[str, float]) -> NDArray[np.float32]:
        """Return the number that each row's word has, 0 for words without one.

        Examples
        --------
        >>> Labels.of(["bad", "", "good"]).valued({"good": 1, "bad": -1}).tolist()
        [-1.0, 0.0, 1.0]
        """
        table = np.array([values.get(str(name), 0.0) for name in self.names], dtype=np.float32)
        return table[self.codes] if len(table) else np.zeros(0, dtype=np.float32)

    def counts(self, rows: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """Return how many of some rows have each word, by word; the unknown are not counted."""
        sizes = np.bincount(self.codes[rows], minlength=len(self.names))
        return [
            (str(name), int(size)) for name, size in zip(self.names, sizes, strict=True) if name
        ]

    def _each(self, of_names: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return of_names[self.codes] if len(of_names) else np.zeros(0, dtype=bool)
