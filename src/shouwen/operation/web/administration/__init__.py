"""Administration: units, people, posts, shifts, calendars, editions, tokens, the log of all that. A file a subject."""
