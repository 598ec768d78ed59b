"""What we promised: clauses, and the files they are written in."""
