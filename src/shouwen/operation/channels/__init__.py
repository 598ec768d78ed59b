"""Where service is given: a room a channel. None knows another; they meet in the log."""
