"""Shouwen (首问): runs a customer-service operation by its own written standard."""

__version__ = "0.1.0"
