"""What one unit cost, where several programmes say so."""

from decapolis.engines.costs.ranges import Ranges, cost_ranges

__all__ = ["Ranges", "cost_ranges"]
