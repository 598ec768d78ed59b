"""The operation: people, the book of events, the pages and channels. Django lives here and nowhere else."""
