"""The scale of evidence in words: what each level asks for, with an example of what meets it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from decapolis.library.choices import EvidenceLevel

Words = str | Promise


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level as a reviewer and a reader meet it."""

    level: EvidenceLevel
    asks: Words
    example: Words
    falls_short: Words

    @property
    def title(self) -> str:
        """The level with its number: ``3. Compared``."""
        return f"{self.level.value}. {self.level.label}"


SCALE = (
    LevelWords(
        EvidenceLevel.DESCRIBED,
        gettext_lazy("What was done, and why it should work, is told so that others could do it."),
        gettext_lazy("“The city changed 40,000 lamps in two years; here is the tender.”"),
        gettext_lazy("Results that are expected, or that only the supplier states, stay here."),
    ),
    LevelWords(
        EvidenceLevel.MEASURED,
        gettext_lazy("A figure from before and one from after, and how both were measured."),
        gettext_lazy("“Metered use of power fell from 30 to 14 GWh a year, as the bills show.”"),
        gettext_lazy("A figure without one from before; “residents are happier” without a survey."),
    ),
    LevelWords(
        EvidenceLevel.COMPARED,
        gettext_lazy("The change is set beside a group or place that did without it."),
        gettext_lazy("“Crashes fell by a third on these streets, by a tenth on like streets.”"),
        gettext_lazy("Before and after alone: what else changed in those years is not known."),
    ),
    LevelWords(
        EvidenceLevel.EVALUATED,
        gettext_lazy("Someone without a stake in it evaluated it, and anybody can read that."),
        gettext_lazy("“The audit office of the state found savings of 2.1 million”; the report."),
        gettext_lazy("A study that the supplier paid for, or that nobody can read."),
    ),
    LevelWords(
        EvidenceLevel.REPLICATED,
        gettext_lazy("Another city followed it and measured its own results. Nobody gives this."),
        gettext_lazy("A city said “we did this too”, and its page holds measured results."),
        gettext_lazy("A city that plans it, that others tell of, or where it went badly."),
    ),
)
