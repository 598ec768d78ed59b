"""The pages of the standard: read as a book, searched, and told how well it can be judged."""
