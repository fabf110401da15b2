"""Take official files from their publishers: only what changed, checked like any other copy."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from crible.lists import LISTS, readers
from crible.lists.card import Format, ListReader, Member
from crible.records.error import CribleError
from crible.store.addresses import Unreachable, parsed
from crible.store.download import USUAL, Got, Known, Limits, download
from crible.store.fetch import Outcome, remember, store
from crible.store.found import Copy
from crible.store.home import one_writer
from crible.store.originals import Publication, Source, blob_path, checked, current, remember_refusal
from crible.store.reading import Accepted, read_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How to reach publishers. `mirror` is an address of your own that holds `<list>/<file>` for each official file."""

    mirror: str = ""
    limits: Limits = USUAL
    open_to_private: bool = False


DIRECT = Network()


def fetch_online(
    home: Path, *, wanted: Sequence[str] = (), accepted: Accepted | None = None, network: Network = DIRECT
) -> list[Outcome]:
    """Ask the publishers of every list wanted (all, if none is named), and store what is new and can be trusted.

    A list in several formats is taken in the one that says most; if that cannot be had or trusted, in the next.
    """
    outcomes: list[Outcome] = []
    if network.mirror:
        parsed(network.mirror, open_to_private=network.open_to_private)  # the user's own slip is no copy refused
    with one_writer(home) as building:
        for name in wanted or LISTS:
            tried = [reader for reader in readers(name) if _is_offered(reader.format)]
            outcomes += _take(home, tried, accepted or Accepted(), network, building) or [_nowhere(name)]
    return outcomes


def _is_offered(form: Format) -> bool:
    return all(member.url for member in form.members if member.required)


def _nowhere(name: str) -> Outcome:
    do = "download it in a browser, and give the folder with --from DIR"
    return Outcome(list=name, what="not found", where=", ".join(readers(name)[0].card.pages), do=do)


def _take(
    home: Path, tried: Sequence[ListReader], accepted: Accepted, network: Network, building: Path
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for reader in tried:
        folder = building / f"{reader.card.list}-{reader.format.key}"
        folder.mkdir()
        try:
            outcomes.append(_fetched(home, reader, folder, accepted, network))
        except Unreachable as fault:
            outcomes.append(_failed(reader, "unreachable", fault))
        except CribleError as fault:
            outcomes.append(_failed(reader, "refused", fault))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if outcomes[-1].publication:
            break
    refused = [outcome for outcome in outcomes if outcome.what == "refused"]
    if outcomes and outcomes[-1].publication:  # the publisher's own newest, in whatever format
        remember_refusal(home, outcomes[-1].list, None, building)
    elif refused:
        remember(home, refused, None, building)
    return outcomes


def _failed(reader: ListReader, what: str, fault: CribleError) -> Outcome:
    where = fault.where or reader.card.list
    return Outcome(
        list=reader.card.list, what=what, where=where, why=f"{reader.format.title}: {fault.what}", do=fault.do
    )


def _fetched(home: Path, reader: ListReader, folder: Path, accepted: Accepted, network: Network) -> Outcome:
    """One list in one format: stored, or found unchanged."""
    held = _held(home, reader)
    got: dict[str, Got] = {}
    for member in reader.format.members:
        if member.url:
            got[member.key] = _download(member, folder, held, reader, network)
    building = folder.parent
    if held is not None and all(one.not_modified for one in got.values()):
        seen = checked(home, held, max(one.fetched_at for one in got.values()), building)
        return Outcome(list=reader.card.list, what="unchanged", where=_host(held), publication=seen)
    copy = Copy(reader, folder, _day(got))
    for key, one in got.items():
        copy.files[key] = one.path or _again(home, held, key, folder)
        copy.sources[key] = Source(
            url=one.url, fetched_at=one.fetched_at, etag=one.etag, last_modified=one.last_modified
        )
    return store(home, read_copy(home, copy, accepted), building)


def _held(home: Path, reader: ListReader) -> Publication | None:
    """The copy in force, if it was downloaded in this format."""
    try:
        known = current(home, reader.card.list)
    except CribleError:
        return None  # its record is damaged, so that everything is asked for again
    if known is None or known.format != reader.format.key or not all(file.source for file in known.files):
        return None
    return known


def _download(member: Member, folder: Path, held: Publication | None, reader: ListReader, network: Network) -> Got:
    url = _mirrored(member.url, reader.card.list, network.mirror)
    known = None
    for file in held.files if held else ():
        if file.member == member.key and file.source and file.source.url == url:
            known = Known(etag=file.source.etag, last_modified=file.source.last_modified)
    into = folder / member.key
    into.mkdir()
    return download(url, into, known=known, limits=network.limits, open_to_private=network.open_to_private)


def _mirrored(url: str, list_name: str, mirror: str) -> str:
    """The address of a file at a mirror of the user's own: the last part of the official one that names a file.

    >>> _mirrored("https://x.example/files/xmlList/content?token=1", "eu_fsf", "http://mirror.example/lists/")
    'http://mirror.example/lists/eu_fsf/content'
    """
    return f"{mirror.rstrip('/')}/{list_name}/{urlsplit(url).path.rstrip('/').rpartition('/')[2]}" if mirror else url


def _again(home: Path, held: Publication | None, key: str, folder: Path) -> Path:
    """A file of the copy in force that its publisher says is still the same."""
    stored = next(file for file in held.files if file.member == key) if held else None
    if stored is None:
        raise Unreachable("the server says that nothing changed, and nothing is there", where=key, do="try again")
    target = folder / f"{key}-{stored.name}"
    shutil.copyfile(blob_path(home, stored), target)
    return target


def _day(got: dict[str, Got]) -> str:
    """The day of a copy that says none itself: when the server last changed it, else when it was fetched."""
    return max(_changed(one) for one in got.values())


def _changed(one: Got) -> str:
    try:
        return parsedate_to_datetime(one.last_modified).date().isoformat()
    except (ValueError, TypeError):
        return one.fetched_at[:10]


def _host(copy: Publication) -> str:
    return ", ".join(dict.fromkeys(file.source.url for file in copy.files if file.source))
