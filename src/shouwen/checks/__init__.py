"""Kinds of promise: one file each, all its readings side by side."""
