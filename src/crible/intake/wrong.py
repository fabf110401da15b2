"""What is wrong with one record: it ends in a refusal of that record alone."""


class Wrong(Exception):
    """What is wrong, and at which place of the record."""
