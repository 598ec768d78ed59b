"""The plainest channel: a concern is noted, owned, promised, handed over, answered, closed."""
