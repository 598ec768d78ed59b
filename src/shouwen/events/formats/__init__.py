"""Logs of other systems, and our own as Parquet: one file each."""
