"""Owed now: what clauses ask of one story."""
