"""The book: events, cases, obligations, editions, and the one door through which everything happens."""
