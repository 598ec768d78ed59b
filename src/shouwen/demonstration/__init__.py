"""A hall that never was: its small standard, and months of its log made up from a seed."""
