"""The designer's workbench: every component and chart with sample data."""
