"""Owed, over a whole log: the clauses' audit readings run by an engine."""
