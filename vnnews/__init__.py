"""vnnews reads Vietnamese news and returns what it says as objects."""
