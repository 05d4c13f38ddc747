"""Say where somebody is from without saying who it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from decapolis.engines.disclosure.kinds import DisclosureInputError

_BORDERS = (0, 50_000, 100_000, 250_000, 500_000, 1_000_000)


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """Residents from ``low`` up to, but without, ``high``; ``None`` is no upper border."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Home:
    """Where a city lies and how large it is; an empty region or no band is not known."""

    region: str
    band: Band | None


@dataclass(frozen=True, slots=True)
class Place:
    """What may be said of a home; ``None`` is what may not."""

    region: str | None = None
    band: Band | None = None


_BANDS = tuple(Band(low, high) for low, high in zip(_BORDERS, (*_BORDERS[1:], None), strict=True))


def size_band(residents: int | None) -> Band | None:
    """Return the band of sizes that a city falls into.

    Parameters
    ----------
    residents : int or None
        ``None`` where nobody knows.

    Returns
    -------
    Band or None
        Borders at 50, 100, 250, 500 and 1 000 thousand; ``None`` for an unknown size.

    Raises
    ------
    DisclosureInputError
        There are fewer than no residents.

    Examples
    --------
    >>> size_band(137_000), size_band(1_000_000), size_band(None)
    (Band(low=100000, high=250000), Band(low=1000000, high=None), None)
    """
    if residents is None:
        return None
    if residents < 0:
        raise DisclosureInputError(f"{residents} residents: give 0 or more.")
    return next(band for band in reversed(_BANDS) if residents >= band.low)


def shared_place(own: Home, among: Sequence[Home], *, least: int = 5) -> Place:
    """Return the finest description of a home that fits at least so many homes: k-anonymity.

    Region and size, the region alone, the size alone, or nothing, in this order (Sweeney, 2002,
    "k-anonymity: a model for protecting privacy", International Journal of Uncertainty, Fuzziness
    and Knowledge-Based Systems 10(5)).

    Parameters
    ----------
    own : Home
        What is to be described. What is not known of it is never said.
    among : sequence of Home
        The cities that a reader would think of. If none of them is the same as ``own``, it counts
        as one more.
    least : int
        How many cities the description must fit, ``own`` among them.

    Returns
    -------
    Place
        Empty where even the size alone fits too few.

    Raises
    ------
    DisclosureInputError
        ``least`` is below 1.

    Notes
    -----
    A reader who knows more (which cities bought such lamps) can still tell: k-anonymity guards the
    description, not the story (Machanavajjhala and others, 2007, "l-diversity").

    Examples
    --------
    >>> small, large = size_band(20_000), size_band(2_000_000)
    >>> homes = [Home("South", small)] * 2 + [Home("South", large)] * 3 + [Home("North", small)]
    >>> shared_place(homes[0], homes, least=2)
    Place(region='South', band=Band(low=0, high=50000))
    >>> shared_place(homes[0], homes, least=5)
    Place(region='South', band=None)
    >>> shared_place(homes[-1], homes, least=3)
    Place(region=None, band=Band(low=0, high=50000))
    """
    if least < 1:
        raise DisclosureInputError(f"least {least}: a description fits at least one home.")
    homes = among if own in among else [*among, own]
    near = sum(home.region == own.region for home in homes) if own.region else 0
    alike = sum(home.band == own.band for home in homes) if own.band else 0
    both = sum(home == own for home in homes) if own.region and own.band else 0
    if both >= least:
        return Place(own.region, own.band)
    if near >= least:
        return Place(region=own.region)
    return Place(band=own.band) if alike >= least else Place()
