"""What every document on paper carries: the mark, the tint, and addresses that may be followed."""

from decapolis.kernel.charts.palette import LIGHT

TINT = "#f1eadd"
MARK = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 22'>{dots}</svg>"
DOTS = (
    (12, 3), (8.9, 8.4), (15.1, 8.4), (5.8, 13.8), (12, 13.8), (18.2, 13.8),
    (2.7, 19.2), (8.9, 19.2), (15.1, 19.2), (21.3, 19.2),
)  # fmt: skip
TOP = 3


def mark() -> str:
    """Return the ten dots as SVG."""
    colours: dict[float, str] = {TOP: LIGHT["terracotta"]}
    dots = "".join(
        f"<circle cx='{x}' cy='{y}' r='2.2' fill='{colours.get(y, LIGHT['harbour'])}'/>"
        for x, y in DOTS
    )
    return MARK.format(dots=dots)


def web(url: str) -> str:
    """Return an address that may be followed from a document; empty for any other kind."""
    return url if url.startswith(("https://", "http://")) else ""


def palette() -> dict[str, str]:
    """Return the colours that a template names."""
    return {**LIGHT, "tint": TINT}
