"""Lists of the European Union."""
