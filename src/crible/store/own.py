"""Take in a list of the user's own: an export of OpenSanctions, FollowTheMoney, or a CSV that the house keeps."""

from pathlib import Path

from crible.lists import own, readers
from crible.lists.card import ListReader
from crible.records.error import CribleError
from crible.store.fetch import Outcome, store
from crible.store.found import Copy, day_of, head
from crible.store.home import one_writer
from crible.store.originals import Refusal, remember_refusal
from crible.store.reading import Accepted, read_copy


def add_own(home: Path, name: str, path: Path, *, accepted: Accepted | None = None) -> Outcome:
    """Store a file as the list `name`; a plain name becomes `house_<name>`. What cannot be trusted raises."""
    list_name = name if own.is_own(name) else f"house_{name}"
    if not own.is_own(list_name):
        raise CribleError(f"{name[:64]!r} cannot name a list", do="use small letters, digits and underscores")
    if not path.is_file():
        raise CribleError("there is no such file", where=str(path), do="give a CSV, or FollowTheMoney JSON lines")
    reader = _reader(list_name, path)
    copy = Copy(reader, path.parent, day_of(path, path.parent), files={reader.format.members[0].key: path})
    with one_writer(home) as building:
        try:
            done = store(home, read_copy(home, copy, accepted or Accepted()), building)
        except CribleError as fault:
            told = Refusal(day=copy.day, found=str(path), why=fault.what, do=fault.do)
            remember_refusal(home, list_name, told, building)
            raise
        remember_refusal(home, list_name, None, building)
    return done


def _reader(list_name: str, path: Path) -> ListReader:
    """The reader of the format that the file is in."""
    start, why = head(path), []
    for reader in readers(list_name):
        fault = reader.recognises(reader.format.members[0].key, start)
        if not fault:
            return reader
        why.append(f"{reader.format.title}: {fault}")
    raise CribleError(f"in no format that is read ({'; '.join(why)})", where=str(path), do="see the page on own lists")
