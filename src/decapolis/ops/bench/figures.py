"""What a benchmark gives back, and how it is shown: a table, a closing table of ratios, JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

LONG = 100  # from here on no decimals are shown


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked for: all that is given must hold."""

    most: float | None = None  # of the value, in its unit
    least: float | None = None  # of the value, in its unit
    most_ratio: float | None = None  # of the value over its baseline

    @property
    def words(self) -> str:
        """The limits as the table shows them."""
        parts = [
            f"< {self.most:g}" if self.most is not None else "",
            f">= {self.least:g}" if self.least is not None else "",
            f"<= {self.most_ratio:g}x" if self.most_ratio is not None else "",
        ]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing.

    ``value`` is what the limits are about: the 95th percentile where there is a ``p50``, else the
    one value there is. The ratio is this value over the same of the baseline.
    """

    section: str
    name: str
    size: str  # what it was measured on: "435 practices, 128 questions"
    unit: str  # ms, s, MB, queries, nDCG@10
    value: float
    p50: float | None = None
    baseline: str = ""  # what the baseline is
    baseline_value: float | None = None  # same unit, same percentile
    limits: Limits = Limits()

    @property
    def ratio(self) -> float | None:
        """The value over its baseline; None where there is no baseline."""
        return self.value / self.baseline_value if self.baseline_value else None

    @property
    def met(self) -> bool | None:
        """Whether all limits hold; None where nothing is asked for."""
        wanted, ratio = self.limits, self.ratio
        told = [
            self.value < wanted.most if wanted.most is not None else None,
            self.value >= wanted.least if wanted.least is not None else None,
            ratio <= wanted.most_ratio
            if wanted.most_ratio is not None and ratio is not None
            else None,
        ]
        known = [one for one in told if one is not None]
        return all(known) if known else None

    def as_json(self) -> dict[str, Any]:
        """Return the figure in the shape that ``bench --json`` prints."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Figure":
        """Read back what `as_json` wrote."""
        given = {name: values[name] for name in cls.__dataclass_fields__}
        return cls(**{**given, "limits": Limits(**given["limits"])})


HEAD = ("what", "measured on", "p50", "p95 or value", "baseline", "ratio", "asked", "")
RATIO_HEAD = ("what", "ratio or value", "of what", "asked", "")
NUMERIC = {"p50", "p95 or value", "ratio", "ratio or value"}
FREE_OF_THE_MACHINE = {"queries", "nDCG@10", "MB"}


def table(figures: Sequence[Figure]) -> str:
    """Return every figure as a line of a table for people."""
    rows = [
        (
            f"{figure.section}: {figure.name}",
            figure.size,
            "" if figure.p50 is None else _number(figure.p50),
            f"{_number(figure.value)} {figure.unit}",
            f"{figure.baseline}: {_number(figure.baseline_value)}"
            if figure.baseline_value is not None
            else "",
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.limits.words,
            _verdict(figure),
        )
        for figure in figures
    ]
    return _laid_out(HEAD, rows)


def ratio_table(figures: Sequence[Figure]) -> str:
    """Return what can be compared between machines: ratios, counts, quality, memory.

    What stands alone, beside no baseline and no limit, is left to the table of its section.
    """
    rows = []
    for figure in figures:
        name = f"{figure.section}: {figure.name}"
        if figure.unit in FREE_OF_THE_MACHINE and (figure.baseline or figure.met is not None):
            shown = f"{_number(figure.value)} {figure.unit}"
            beside = figure.baseline_value
            against = "" if beside is None else f"{figure.baseline}: {_number(beside)}"
            rows.append((name, shown, against, figure.limits.words, _verdict(figure)))
        elif figure.ratio is not None:
            asked = Limits(most_ratio=figure.limits.most_ratio).words
            rows.append((name, f"{figure.ratio:.2f}", figure.baseline, asked, ""))
    return _laid_out(RATIO_HEAD, rows)


def _verdict(figure: Figure) -> str:
    return {None: "", True: "met", False: "MISSED"}[figure.met]


def _number(value: float) -> str:
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= LONG else f"{value:.3g}"


def _laid_out(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    shown = [
        "  ".join(
            cell.rjust(width) if name in NUMERIC else cell.ljust(width)
            for name, cell, width in zip(head, line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([shown[0], rule, *shown[1:]])
