"""The nouns of crible: frozen records shared by every room. It imports nothing, not even a library."""
