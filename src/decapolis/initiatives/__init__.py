"""From the library to a city's own plan; today the brief."""
