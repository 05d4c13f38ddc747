"""Charts of bars: an outcome, plan against outcome, a list of counts."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext

from decapolis.kernel import numbers
from decapolis.kernel.charts.canvas import Chart, Pen, Table, paint

Kind = Literal["forecast", "reported", "measured", "checked"]

LONGEST_UNIT = 12
STEP = 42
THICK = 12
BAR_ROW = 24


def kind_word(kind: str) -> str:
    """Return how an outcome is known, as a reader sees it."""
    words = {
        "forecast": gettext("Forecast"),
        "reported": gettext("Reported"),
        "measured": gettext("Measured"),
        "checked": gettext("Independently checked"),
    }
    return words.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that came of a practice; all values in ``unit``, ``None`` where not stated."""

    metric: str
    value: float | None
    unit: str = ""
    kind: str = "reported"
    baseline: float | None = None
    expected: float | None = None
    good: bool | None = None
    year: int | None = None

    @property
    def headline(self) -> str:
        """The value, large; its unit too where that is short."""
        if self.value is None:
            return numbers.unknown()
        if self._unit_apart:
            return numbers.compact(self.value)
        return numbers.quantity(self.value, self.unit)

    @property
    def under(self) -> str:
        """What stands below the headline: the unit where it is long, and what is measured."""
        unit = self.unit if self._unit_apart else ""
        if unit and unit.lower() in self.metric.lower():
            unit = ""
        return f"{unit}: {self.metric[:1].lower()}{self.metric[1:]}" if unit else self.metric

    @property
    def kind_text(self) -> str:
        """How it is known, with the year where it is stated."""
        return f"{kind_word(self.kind)}, {self.year}" if self.year else kind_word(self.kind)

    @property
    def _unit_apart(self) -> bool:
        return len(self.unit) > LONGEST_UNIT and not numbers.is_sign_before(self.unit)

    @property
    def stages(self) -> list[tuple[str, float, str]]:
        """Words, value and mark of each bar; none unless there is something to compare with."""
        if self.value is None or (self.baseline is None and self.expected is None):
            return []
        forecast = self.kind == "forecast"
        mark = "ghost" if forecast else "bad" if self.good is False else "bar"
        bars = [
            (gettext("Before"), self.baseline, "plan"),
            (gettext("Expected"), self.expected, "ghost"),
            (kind_word(self.kind), self.value, mark),
        ]
        held = [(words, value, css) for words, value, css in bars if value is not None]
        return held if min(value for _words, value, _css in held) >= 0 else []

    def sentence(self) -> str:
        """Say the value beside what was before and what was expected."""
        words = {"metric": self.metric, "value": numbers.quantity(self.value, self.unit)}
        if self.value is None:
            return gettext("%(metric)s: unknown.") % words
        parts = [gettext("%(metric)s: %(value)s") % words]
        if self.baseline is not None:
            parts.append(gettext("before %s") % numbers.quantity(self.baseline, self.unit))
        if self.expected is not None:
            parts.append(gettext("expected %s") % numbers.quantity(self.expected, self.unit))
        return f"{', '.join(parts)} ({self.kind_text[:1].lower()}{self.kind_text[1:]})."

    def table(self) -> Table:
        """Lay out value, baseline, expectation and kind."""
        heads = ("Measure", "Before", "Expected", "Value", "Kind")
        values = (self.baseline, self.expected, self.value)
        row = (
            self.metric,
            *(numbers.quantity(value, self.unit) for value in values),
            self.kind_text,
        )
        return Table(tuple(gettext(head) for head in heads), (row,), frozenset({1, 2, 3}))


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What was planned beside what came, on one scale; amounts in ``currency``, or in ``unit``."""

    label: str
    plan: float | None
    outcome: float | None
    currency: str = ""
    unit: str = ""
    plan_label: str = ""
    outcome_label: str = ""
    worse: bool = True

    def shown(self, value: float | None) -> str:
        """Return a value as people read it."""
        if self.currency:
            return numbers.money(value, self.currency)
        return numbers.quantity(value, self.unit)

    def sentence(self) -> str:
        """Say both, and how many times the plan the outcome is."""
        words = {
            "label": self.label,
            "plan": self.shown(self.plan),
            "outcome": self.shown(self.outcome),
        }
        text = gettext("%(label)s: planned %(plan)s, came to %(outcome)s") % words
        if self.plan and self.outcome and self.outcome >= 2 * self.plan:
            times = numbers.number(round(self.outcome / self.plan, 1))
            text += gettext(", %s times the plan") % times
        return text + "."

    def table(self) -> Table:
        """Lay out plan and outcome."""
        heads = (self.label, gettext("Planned"), gettext("Came to"))
        row = ("", self.shown(self.plan), self.shown(self.outcome))
        return Table(heads, (row,), frozenset({1, 2}))


@dataclass(frozen=True, slots=True)
class Bar:
    """One count of a list."""

    label: str
    value: float | None
    url: str = ""
    strong: bool = False
    share: float | None = None  # percent of the longest bar; filled in by the list

    @property
    def text(self) -> str:
        """The count as people read it."""
        return numbers.number(self.value)

    def sentence(self) -> str:
        """Say the count."""
        return f"{self.label}: {self.text}."

    def table(self) -> Table:
        """Lay out the one row."""
        return Table((), ((self.label, self.text),), frozenset({1}))


@dataclass(frozen=True, slots=True)
class BarList:
    """Counts under one heading, in the order given."""

    label: str
    bars: tuple[Bar, ...]

    @property
    def scaled(self) -> list[Bar]:
        """The bars, each with its share of the longest."""
        most = max((bar.value or 0 for bar in self.bars), default=0)
        return [
            Bar(
                bar.label,
                bar.value,
                bar.url,
                bar.strong,
                100 * (bar.value or 0) / most if most else 0,
            )
            for bar in self.bars
        ]

    def sentence(self) -> str:
        """Say the most, the least and the sum."""
        known = [bar for bar in self.bars if bar.value is not None]
        if not known:
            return gettext("%s: nothing is known.") % self.label
        top, last = max(known, key=lambda b: b.value or 0), min(known, key=lambda b: b.value or 0)
        words = {
            "label": self.label,
            "top": f"{top.label} ({top.text})",
            "last": f"{last.label} ({last.text})",
        }
        if top.value == last.value:
            return gettext("%(label)s: %(top)s.") % words
        return gettext("%(label)s: most in %(top)s, least in %(last)s.") % words

    def table(self) -> Table:
        """Lay out the counts."""
        return Table(
            (self.label, gettext("Number")),
            tuple((b.label, b.text) for b in self.bars),
            frozenset({1}),
        )


@paint.register
def outcome(chart: Outcome, pen: Pen) -> str:
    """Draw before, expected and value as bars; nothing where there is nothing to compare with."""
    stages = chart.stages
    if not stages:
        return ""
    rows = [
        (words, value, css, numbers.quantity(value, chart.unit)) for words, value, css in stages
    ]
    return _bars(rows, pen, chart)


@paint.register
def plan_outcome(chart: PlanOutcome, pen: Pen) -> str:
    """Draw plan over outcome; what is unknown has no bar, only its word."""
    if chart.plan is None and chart.outcome is None:
        return ""
    rows = [
        (chart.plan_label or gettext("Planned"), chart.plan or 0, "plan", chart.shown(chart.plan)),
        (
            chart.outcome_label or gettext("Came to"),
            chart.outcome or 0,
            "bad" if chart.worse else "bar",
            chart.shown(chart.outcome),
        ),
    ]
    return _bars(rows, pen, chart)


def _bars(rows: list[tuple[str, float, str, str]], pen: Pen, chart: Chart) -> str:
    canvas = pen.canvas(STEP * len(rows) - 6, chart)
    most = max(value for _words, value, _css, _text in rows)
    for order, (words, value, css, text) in enumerate(rows):
        top = STEP * order
        canvas.text(words, 0, top + 14)
        canvas.text(text, 100, top + 14, css="b", anchor="end")
        size = 100 * value / most if most else 0
        inset = 0.4 if css == "ghost" else 0  # an outline stays inside the picture
        canvas.bar(css, (inset, max(size - inset, inset)), (top + 20, top + 20 + THICK))
    return canvas.svg()


@paint.register
def bar(chart: Bar, pen: Pen) -> str:
    """Draw one bar of a list."""
    canvas = pen.canvas(12)
    canvas.bar("bar" if chart.strong else "bar2", (0, chart.share or 0), (1, 11))
    return canvas.svg()


@paint.register
def bar_list(chart: BarList, pen: Pen) -> str:
    """Draw the whole list with its words."""
    canvas = pen.canvas(BAR_ROW * len(chart.bars), chart)
    for order, item in enumerate(chart.scaled):
        middle = BAR_ROW * order + BAR_ROW / 2
        canvas.text(item.label, 0, middle + 4)
        canvas.text(item.text, 100, middle + 4, css="b", anchor="end")
        css = "bar" if item.strong else "bar2"
        canvas.bar(css, (34, 34 + 0.54 * (item.share or 0)), (middle - 5, middle + 5))
    return canvas.svg()
