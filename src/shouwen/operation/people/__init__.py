"""Who and where: units, staff, posts, shifts, customers; rights, scope, privacy."""
