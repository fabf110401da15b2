"""A record whose fields must all be read, or ignored by name."""

from collections.abc import Mapping, Set

from crible.records.error import CribleError


def finish(record: Mapping[str, object], *, ignored: Set[str], where: str) -> None:
    """Close a record whose fields were popped as they were read; anything left over stops the load."""
    if left := sorted(record.keys() - ignored):
        raise CribleError(
            f"fields this reader does not know: {', '.join(left)}",
            where=where,
            do="the format changed: read them, or name them under `not_read` on the card with a word on why",
        )
