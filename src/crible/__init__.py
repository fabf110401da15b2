"""Trade passed through a sieve."""
