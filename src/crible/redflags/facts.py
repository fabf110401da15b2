"""What a rule may ask: named facts of a transaction and of the hits so far, each with what shows it.

A fact is so only when the papers show it. A side that is silent makes no fact, except where the silence
itself is the fact and its name says so (`no_end_user_named`, `reexport_clause_silent`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from crible.names.name import WordKind, parse
from crible.records.hit import Agreement, Hit, Kind, LawState, Severity
from crible.records.transaction import Party, Role, Transaction
from crible.redflags.case import Case, Seen
from crible.redflags.rule import Rules
from crible.redflags.texts import mentions, says_word

INVASION = "2022-02-24"  # FIN-2023-Alert004 asks about firms formed after this day
_RECEIVING = ("destination", "ship_to", "via", "consignee", "end_user", "buyer")
_NEW = timedelta(days=90)
_YOUNG = timedelta(days=365)

Fact = Callable[[Case], Iterator[Seen]]


def facts(tx: Transaction, hits_so_far: Sequence[Hit], known: Rules, as_of: date) -> Mapping[str, tuple[Seen, ...]]:
    """The facts that are so, by name."""
    case = Case(tx, hits_so_far, known, as_of)
    asked = ((name, tuple(fact(case))) for name, fact in FACTS.items())
    return {name: seen for name, seen in asked if seen}


def _named(party: Party, what: str = "name", theirs: str = "", agreement: Agreement = Agreement.SAME) -> Seen:
    return Seen(role=str(party.role), what=what, ours=party.names[0], theirs=theirs, agreement=agreement)


def _core(name: str) -> tuple[str, ...]:
    """A firm's name without legal forms and particles."""
    return tuple(word.text for word in parse(name).words if word.kind not in (WordKind.FORM, WordKind.PARTICLE))


def same_name(ours: Party, theirs: Party) -> bool:
    """Do two parties of one order bear one name? "ACME" and "Acme GmbH" do, "Acme Trading" does not."""
    return bool({frozenset(_core(name)) for name in ours.names} & {frozenset(_core(name)) for name in theirs.names})


def _payer_not_buyer(case: Case) -> Iterator[Seen]:
    payer, buyer = case.party(Role.PAYER), case.party(Role.BUYER)
    if payer and buyer and not same_name(payer, buyer):
        yield _named(payer, "name", buyer.names[0], Agreement.DIFFERENT)


def _payer_related_by_name(case: Case) -> Iterator[Seen]:
    """The first word of both names is the same: perhaps one group, which is no proof of it."""
    payer = case.party(Role.PAYER)
    for other in case.receivers():
        first = (_core(payer.names[0])[:1], _core(other.names[0])[:1]) if payer else ((), ())
        if payer and first[0] and first[0] == first[1] and len(first[0][0]) > 3:
            yield _named(payer, "name", other.names[0], Agreement.CLOSE)


def _payer_country_differs(case: Case) -> Iterator[Seen]:
    payer, buyer = case.party(Role.PAYER), case.party(Role.BUYER)
    if not (payer and payer.country and buyer and buyer.country):
        return
    stop = case.last_stop()
    if payer.country.lower() not in {buyer.country.lower(), stop[0] if stop else ""}:
        yield _named(payer, "country", f"{payer.country.upper()} ≠ {buyer.country.upper()}", Agreement.DIFFERENT)


def _payer_in_place_of_concern(case: Case) -> Iterator[Seen]:
    payer = case.party(Role.PAYER)
    if payer and case.is_concern(payer.country):
        yield _named(payer, "country", (payer.country or "").upper())


def _payer_in_emirates_or_hong_kong(case: Case) -> Iterator[Seen]:
    payer = case.party(Role.PAYER)
    if payer and (payer.country or "").lower() in ("ae", "hk"):
        yield _named(payer, "country", (payer.country or "").upper())


def _bank_in_place_of_concern(case: Case) -> Iterator[Seen]:
    bank, buyer = case.party(Role.BANK), case.party(Role.BUYER)
    if bank and buyer and buyer.country and case.is_concern(bank.country) and bank.country != buyer.country:
        yield _named(bank, "country", f"{(bank.country or '').upper()} ≠ {buyer.country.upper()}")


def _forwarder_is_consignee(case: Case) -> Iterator[Seen]:
    consignee, forwarder = case.party(Role.CONSIGNEE), case.party(Role.FORWARDER)
    if consignee is None:
        return
    if forwarder and same_name(consignee, forwarder):
        yield _named(consignee, "name", forwarder.names[0])
    elif word := says_word(consignee.names, case.known.words["forwarder"]):
        yield _named(consignee, "name", word, Agreement.CLOSE)


def _consignee_is_trader(case: Case) -> Iterator[Seen]:
    consignee = case.party(Role.CONSIGNEE) or case.party(Role.BUYER)
    if consignee and (word := says_word(consignee.names, case.known.words["trader"])):
        yield _named(consignee, "name", word, Agreement.CLOSE)


def _consignee_is_bank(case: Case) -> Iterator[Seen]:
    consignee, bank = case.party(Role.CONSIGNEE), case.party(Role.BANK)
    if consignee and bank and same_name(consignee, bank):
        yield _named(consignee, "name", bank.names[0])


def _no_end_user_named(case: Case) -> Iterator[Seen]:
    if case.tx.goods and case.tx.kind == "order" and case.party(Role.END_USER) is None:
        yield Seen(role="end_user", what="name", ours="", agreement=Agreement.UNKNOWN)


def _ship_to_differs(case: Case) -> Iterator[Seen]:
    stop, buyer, payer = case.last_stop(), case.party(Role.BUYER), case.party(Role.PAYER)
    known = {party.country.lower() for party in (buyer, payer) if party and party.country}
    if stop and buyer and buyer.country and stop[0] not in known:
        yield Seen(
            role=stop[1],
            what="country",
            ours=stop[0].upper(),
            theirs=", ".join(sorted(code.upper() for code in known)),
            agreement=Agreement.DIFFERENT,
        )


def _to_outside_partners(case: Case) -> Iterator[Seen]:
    stop = case.last_stop()
    if stop and case.outside(stop[0]):
        yield Seen(role=stop[1], what="destination", ours=stop[0].upper())


def _destination_transshipment(case: Case) -> Iterator[Seen]:
    return _from_hits(case, lambda hit: hit.rule == "route.transshipment" and _receiving(hit))


def _embargoed_destination(case: Case) -> Iterator[Seen]:
    grave = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)
    return _from_hits(case, lambda hit: hit.kind is Kind.DESTINATION and hit.severity in grave)


def _high_priority_goods(case: Case) -> Iterator[Seen]:
    return _from_hits(case, lambda hit: hit.rule == "goods.high_priority" and hit.law_state is not LawState.NOT_YET)


def _drone_goods(case: Case) -> Iterator[Seen]:
    rules = ("goods.drone_guidance", "goods.supplement_7", "goods.part")
    return _from_hits(case, lambda hit: hit.rule in rules and hit.law_state is not LawState.NOT_YET)


def _part_found_in_weapons(case: Case) -> Iterator[Seen]:
    return _from_hits(case, lambda hit: hit.rule == "goods.part")


def _receiving(hit: Hit) -> bool:
    return any(evidence.ours.partition(":")[0] in _RECEIVING for evidence in hit.evidence)


def _from_hits(case: Case, asks: Callable[[Hit], bool]) -> Iterator[Seen]:
    for hit in case.hits:
        if asks(hit):
            first = next(iter(hit.evidence), None)
            yield Seen(
                role=hit.subject.role,
                what=first.what if first else "destination",
                ours=first.ours if first else hit.subject.text,
                theirs=first.theirs if first else "",
                agreement=first.agreement if first else Agreement.UNKNOWN,
            )


def _founded_after_2022_02_24(case: Case) -> Iterator[Seen]:
    for party in case.receivers():
        if party.founded and surely_after(party.founded, INVASION):
            yield _named(party, "founded", party.founded)


def _new_firm_outside_partners(case: Case) -> Iterator[Seen]:
    for party in case.receivers():
        if party.founded and surely_after(party.founded, INVASION) and case.outside(party.country):
            yield _named(party, "founded", f"{party.founded}, {(party.country or '').upper()}")


def _young_firm(case: Case) -> Iterator[Seen]:
    """Founded within the year before the day judged; a bare year does not tell."""
    limit = _before(case.as_of, _YOUNG)
    for party in case.receivers():
        if party.founded and surely_after(party.founded, limit) and party.founded[:10] <= case.as_of.isoformat():
            yield _named(party, "founded", party.founded)


def _new_customer(case: Case) -> Iterator[Seen]:
    limit = _before(case.tx.date or case.as_of, _NEW)
    for party in case.receivers():
        if party.customer_since and surely_after(party.customer_since, limit):
            yield _named(party, "customer_since", party.customer_since)


def _before(day: date, span: timedelta) -> str:
    """A day so long before another; papers do bear dates of the year 1, before which there is none."""
    return (day - span if day - date.min > span else date.min).isoformat()


def surely_after(stated: str, day: str) -> bool:
    """Is a date, as precise as stated, after the day for certain? "2022" may lie before 24 February.

    >>> surely_after("2022-03", "2022-02-24"), surely_after("2022", "2022-02-24"), surely_after("2023", "2022-02-24")
    (True, False, True)
    """
    return stated[: len(day)] > day[: len(stated)]


def _reexport_clause_refused(case: Case) -> Iterator[Seen]:
    if (case.tx.terms.no_reexport_clause or "").lower() == "no":
        yield Seen(role="transaction", what="no_reexport_clause", ours="no")


def _reexport_clause_silent(case: Case) -> Iterator[Seen]:
    if not case.tx.terms.no_reexport_clause and case.tx.goods and case.tx.kind == "order":
        yield Seen(role="transaction", what="no_reexport_clause", ours="", agreement=Agreement.UNKNOWN)


def _end_use_statement_refused(case: Case) -> Iterator[Seen]:
    if (case.tx.terms.end_use_statement or "").lower() == "no":
        yield Seen(role="transaction", what="end_use_statement", ours="no")


def _cash_or_crypto(case: Case) -> Iterator[Seen]:
    method = case.tx.money.method or ""
    if word := says_word((method,), case.known.words["cash"]):
        yield Seen(role="payment", what="payment_method", ours=method[:200], theirs=word)


def _free_text_mentions_iran(case: Case) -> Iterator[Seen]:
    return _in_texts(case, "iran", forbidden=False)


def _free_text_forbids_iran(case: Case) -> Iterator[Seen]:
    return _in_texts(case, "iran", forbidden=True)


def _caspian_port(case: Case) -> Iterator[Seen]:
    for place in case.tx.route:
        if word := says_word((place.text,), case.known.words["caspian_port"]):
            yield Seen(role=str(place.stop), what="port", ours=place.text[:200], theirs=word)
    yield from _in_texts(case, "caspian_port", forbidden=False)


def _in_texts(case: Case, kind: str, *, forbidden: bool) -> Iterator[Seen]:
    """A word in free text; "no re-export to Iran" speaks of Iran too, and means the contrary."""
    for field, text in case.tx.texts.items():
        for word, sentence in mentions(text, case.known.words[kind]):
            if forbidden is bool(says_word((sentence,), case.known.words["forbids"])):
                yield Seen(role="mentioned", what="quotation", ours=f"{field}: {sentence}"[:200], theirs=word)
                break


def _personal_email(case: Case) -> Iterator[Seen]:
    for party in case.receivers():
        domain = (party.email or "").rpartition("@")[2].strip().lower()
        provider, _, rest = domain.partition(".")
        # "mail.acme.com" is a firm's own host; "yahoo.co.uk" is not.
        of_provider = "." not in rest or rest.startswith(("co.", "com."))
        if party.schema != "Person" and of_provider and provider in case.known.words["freemail"]:
            yield _named(party, "email", domain)


def _email_domain_differs(case: Case) -> Iterator[Seen]:
    for party in case.receivers():
        mail = (party.email or "").rpartition("@")[2].strip().lower()
        site = _host(party.website or "")
        if mail and site and not (mail == site or mail.endswith("." + site) or site.endswith("." + mail)):
            yield _named(party, "email", f"{mail} ≠ {site}", Agreement.DIFFERENT)


def _host(website: str) -> str:
    bare = website.strip().lower().partition("://")[2] or website.strip().lower()
    return bare.partition("/")[0].partition(":")[0].removeprefix("www.")


def _buyer_takes_over_at_the_door(case: Case) -> Iterator[Seen]:
    incoterm = (case.tx.terms.incoterm or "").upper()[:3]
    if incoterm in ("EXW", "FCA"):
        yield Seen(role="transaction", what="incoterm", ours=incoterm)


FACTS: Mapping[str, Fact] = {
    "bank_in_place_of_concern": _bank_in_place_of_concern,
    "buyer_takes_over_at_the_door": _buyer_takes_over_at_the_door,
    "cash_or_crypto": _cash_or_crypto,
    "caspian_port": _caspian_port,
    "consignee_is_bank": _consignee_is_bank,
    "consignee_is_trader": _consignee_is_trader,
    "destination_transshipment": _destination_transshipment,
    "drone_goods": _drone_goods,
    "email_domain_differs": _email_domain_differs,
    "embargoed_destination": _embargoed_destination,
    "end_use_statement_refused": _end_use_statement_refused,
    "forwarder_is_consignee": _forwarder_is_consignee,
    "founded_after_2022_02_24": _founded_after_2022_02_24,
    "free_text_forbids_iran": _free_text_forbids_iran,
    "free_text_mentions_iran": _free_text_mentions_iran,
    "high_priority_goods": _high_priority_goods,
    "new_customer": _new_customer,
    "new_firm_outside_partners": _new_firm_outside_partners,
    "no_end_user_named": _no_end_user_named,
    "part_found_in_weapons": _part_found_in_weapons,
    "payer_country_differs": _payer_country_differs,
    "payer_in_emirates_or_hong_kong": _payer_in_emirates_or_hong_kong,
    "payer_in_place_of_concern": _payer_in_place_of_concern,
    "payer_not_buyer": _payer_not_buyer,
    "payer_related_by_name": _payer_related_by_name,
    "personal_email": _personal_email,
    "reexport_clause_refused": _reexport_clause_refused,
    "reexport_clause_silent": _reexport_clause_silent,
    "ship_to_differs": _ship_to_differs,
    "to_outside_partners": _to_outside_partners,
    "young_firm": _young_firm,
}
