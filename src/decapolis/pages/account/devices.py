"""Say in a few words what somebody signed in with."""

import re

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"\bOPR/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|HeadlessChrome)/")),
    ("Safari", re.compile(r"\bSafari/")),
)
SYSTEMS = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("macOS", re.compile(r"\bMac OS X\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def device_of(agent: str) -> str:
    """Return browser and system, as far as the browser tells them.

    Examples
    --------
    >>> device_of("Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0")
    'Firefox, Linux'
    """
    browser = next((name for name, sign in BROWSERS if sign.search(agent)), "")
    system = next((name for name, sign in SYSTEMS if sign.search(agent)), "")
    return ", ".join(filter(None, (browser, system))) or _("A program that does not name itself")
