"""Closed lists of places."""

# What people write for a province or state where GeoNames numbers them.
PROVINCE_CODES: dict[str, tuple[str, str]] = {
    "ab": ("CA", "Alberta"), "bc": ("CA", "British Columbia"), "mb": ("CA", "Manitoba"),
    "nb": ("CA", "New Brunswick"), "nl": ("CA", "Newfoundland and Labrador"),
    "ns": ("CA", "Nova Scotia"),
    "on": ("CA", "Ontario"), "pe": ("CA", "Prince Edward Island"), "qc": ("CA", "Quebec"),
    "sk": ("CA", "Saskatchewan"), "nsw": ("AU", "New South Wales"), "vic": ("AU", "Victoria"),
    "qld": ("AU", "Queensland"), "tas": ("AU", "Tasmania"),
}  # fmt: skip

# What people write for a country beside its name and codes.
COUNTRY_WORDS: dict[str, str] = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB",
    "usa": "US", "united states of america": "US", "america": "US", "holland": "NL",
    "the netherlands": "NL", "korea": "KR", "south korea": "KR", "russia": "RU", "czechia": "CZ",
    "turkey": "TR", "vietnam": "VN", "espana": "ES", "deutschland": "DE", "brasil": "BR",
    "italia": "IT", "mexico": "MX", "uae": "AE",
}  # fmt: skip

SIZE_CLASSES: tuple[tuple[str, str, int, int | None], ...] = (
    ("small", "under 100,000", 0, 100_000),
    ("medium", "100,000 to 500,000", 100_000, 500_000),
    ("large", "500,000 to 2 million", 500_000, 2_000_000),
    ("very-large", "over 2 million", 2_000_000, None),
)
