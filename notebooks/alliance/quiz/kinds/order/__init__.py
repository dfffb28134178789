"""Put items into the right order."""
