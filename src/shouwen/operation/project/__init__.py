"""The one settings file, the wiring of all rooms, the addresses, the servers."""
