"""What happened: events, the words they use, and the stories they make."""
