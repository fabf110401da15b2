"""stub while being written."""
READER = None  # type: ignore
