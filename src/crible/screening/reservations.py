"""What stands against a party's silence on the lists: it says too little, or too much, or its name hides something."""

from collections.abc import Iterator
from dataclasses import replace

from crible.match import says_too_much, screenable
from crible.names import letters_lost, odd_characters
from crible.records.hit import Asked, Binds, Hit, Kind, Severity, message
from crible.records.transaction import Party, Role

TOO_WEAK = "party.too_weak_to_screen"
# Numbers by which lists name ships, aircraft, banks and wallets: one of these will do in place of a name. A
# customer number will not, nor a tax number, which most lists leave out.
_AS_GOOD_AS_A_NAME = frozenset({"imo", "mmsi", "tail", "mode_s", "bic", "crypto"})


def reservations(party: Party) -> Iterator[Hit]:
    """Findings of their own on how far this party could be screened at all."""
    if party.role is not Role.MENTIONED and not screenable(party) and not _numbered(party):
        yield _finding(party, TOO_WEAK, "party.too_weak", "party.too_weak.because")
    if says_too_much(party):
        rule = "party.not_read_to_the_end"
        yield _finding(party, rule, rule, "party.not_read_to_the_end.because")
    if any(map(letters_lost, party.names)):
        yield _finding(party, "party.letters_lost", "party.letters_lost", "party.letters_lost.because")
    if any(map(odd_characters, party.names)):
        found = _finding(party, "party.odd_characters", "party.odd_characters", "party.odd_characters.because")
        yield replace(found, severity=Severity.INFO, to_settle=())


def _numbered(party: Party) -> bool:
    return any(number.kind in _AS_GOOD_AS_A_NAME for number in party.identifiers)


def _finding(party: Party, rule: str, says: str, because: str) -> Hit:
    name, role = party.names[0] if party.names else "", str(party.role)
    return Hit(
        kind=Kind.PARTY,
        rule=rule,
        severity=Severity.MEDIUM,
        subject=Asked(role=role, text=name),
        because=message(because),
        binds=Binds.UNKNOWN,
        score=0.0,
        says=message(says, name=name, role=role),
        to_settle=("full_name",),
    )
