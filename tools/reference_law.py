"""The reference pages on law: regimes, measures, whom they bind, and the papers that would settle a hit."""

import tomllib
from collections.abc import Iterator, Mapping

from crible.records.hit import Binds, Measure
from crible.report.sentences import label
from markdown_text import code, codes, page, table, unconfirmed
from reference_tables import SRC, read

_COLUMNS = ("yes", "nexus", "if_nexus", "unknown", "no")
# Tables of regimes: list, table, the column with the list's own words, the column that says what it is.
_REGIMES = (
    ("eu_fsf", "eu_programmes", "programme", "title"),
    ("us_trade_csl", "us_csl_sources", "source", "instrument"),
    ("us_trade_csl", "us_isn_programmes", "programme", "instrument"),
    ("fr_tresor_gels_avoirs", "fr_bases", "says", "act"),
    ("gb_fcdo_sanctions", "gb_regimes", "names", "act"),
    ("ch_seco_sanctions", "ch_programmes", "sr", "title"),
    ("ca_dfatd_sema_sanctions", "ca_regimes", "country", "act"),
    ("au_dfat_sanctions", "au_regimes", "committee", "title"),
)
# Tables of measures, for lists that say entry by entry what is ordered.
_ORDERS = (
    ("gb_fcdo_sanctions", "gb_measures", "imposed"),
    ("ch_seco_sanctions", "ch_measures", "says"),
    ("au_dfat_sanctions", "au_measures", "field"),
    ("jp_meti_eul", "jp_concerns", "title"),
)


def regimes_and_measures() -> str:
    """What each measure weighs, whom each authority binds, and what each regime does."""
    return page(
        "Regimes and measures",
        "A listing is not always a freeze: each hit says regime and measure. What could not be verified at its source "
        "is marked **unconfirmed**, here and in every answer.",
        "## Measures",
        "How grave it is, under the packaged policy, that a party bears the name of somebody listed: by what the "
        "listing does, and whether it binds your home. `nexus`: it binds if there is a nexus, and one is to be seen. "
        "Below the policy's `strong` score a match that is critical or high is one step less grave.",
        table(("measure", "in words", *_COLUMNS), list(_measures())),
        "## Whom an authority binds",
        "`home` is a country, `eu` for a Member State, or `*` for anybody else.",
        table(("authority", "home", "binds", "source"), list(_authorities())),
        "## Regimes of the listings",
        table(("list", "as the list writes it", "regime", "measures", "what it is"), list(_listings())),
        "## What an entry orders",
        "These lists say it entry by entry; words that are not here leave an advisory that is unconfirmed.",
        table(("list", "as the list writes it", "measures"), list(_orders())),
        "## Measures against places",
        "`until` is the first day a measure no longer applies.",
        table(("place", "regime", "measure", "from", "until", "scope", "source"), list(_places())),
        "## What lists of goods mean, by destination",
        "`@concern`: a place known for transshipment. `@unknown`: the papers do not say. `@other`: anywhere else.",
        table(("goods", "to", "regime", "measure", "severity", "from", "source"), list(_goods())),
    )


def _measures() -> Iterator[tuple[str, ...]]:
    policy = tomllib.loads((SRC / "screening/policy.toml").read_text("utf-8"))["party"]
    for measure in Measure:
        yield code(measure), label("measure", measure, "en"), *(policy[measure][column] for column in _COLUMNS)


def _authorities() -> Iterator[tuple[str, ...]]:
    for row in read(SRC / "route/tables/authorities.csv"):
        said = label("binds", Binds(row["binds"]), "en")
        yield code(row["authority"]), row["home"], f"{said}{unconfirmed(row['status'])}", row["source"]


def _listings() -> Iterator[tuple[str, ...]]:
    for row in read(SRC / "lists/tables/ofac_programmes.csv"):
        yield _listing(row["list"], row["programme"], row, _limited(row["title"], row["limited_to"]))
    for row in read(SRC / "lists/tables/un_regimes.csv"):
        says = f"{row['type']}: {row['comments_say']}" if row["comments_say"] else row["type"]
        yield _listing("un_sc_sanctions", says, row, row["title"])
    for row in read(SRC / "lists/tables/eu_annexes.csv"):
        yield _listing("eu_journal_sanctions", f"{row['celex']} annex {row['annex']}", row, row["title"])
    for name, path, written, title in _REGIMES:
        for row in read(SRC / f"lists/tables/{path}.csv"):
            yield _listing(name, row[written].partition("|")[0], row, row[title])
    for row in read(SRC / "lists/tables/uav_programmes.csv"):
        yield _listing("crible_uav", row["programme"], {**row, "status": "confirmed"}, row["note"] or row["instrument"])


def _listing(name: str, written: str, row: dict[str, str], says: str) -> tuple[str, ...]:
    measures = codes(row["measures"].split("|")) if "measures" in row else "as each entry says"
    return code(name), written, code(row["regime"]), measures, f"{says}{unconfirmed(row['status'])}"


def _orders() -> Iterator[tuple[str, ...]]:
    for name, path, written in _ORDERS:
        for row in read(SRC / f"lists/tables/{path}.csv"):
            words = row[written].replace("|", ", ")
            yield code(name), words, f"{codes(row['measures'].split('|'))}{unconfirmed(row['status'])}"


def _limited(title: str, limited_to: str) -> str:
    return f"{title}; limited to {limited_to}" if limited_to else title


def _places() -> Iterator[tuple[str, ...]]:
    for row in read(SRC / "route/tables/embargoes.csv"):
        yield (
            row["destination"],
            code(row["regime"]),
            f"{code(row['measure'])}{unconfirmed(row['status'])}",
            row["since"],
            row["until"],
            row["scope_en"],
            f"[{row['source_title']}]({row['source_url']})" if row["source_url"] else row["source_title"],
        )
    for row in read(SRC / "route/tables/ports.csv"):
        yield (
            f"{row['point']} ({row['country']})",
            code(row["regime"]),
            f"{code(Measure.PORT_BAN)}{unconfirmed(row['status'])}",
            row["since"],
            row["until"],
            row["why_en"],
            f"[{row['source_title']}]({row['source_url']})",
        )


def _goods() -> Iterator[tuple[str, ...]]:
    for row in read(SRC / "goods/tables/reach.csv"):
        tiers = f" tiers {row['tiers'].replace('|', ', ')}" if row["tiers"] else ""
        yield (
            f"{label('list', row['lists'], 'en')}{tiers}",
            row["to"].replace("|", ", "),
            code(row["regime"]),
            f"{code(row['measure'])}{unconfirmed(row['status'])}",
            row["severity"],
            row["since"],
            f"[{row['source_title']}]({row['source_url']})",
        )


def what_would_settle_it() -> str:
    """The papers a hit asks for, and the exemptions it tells to check."""
    return page(
        "What would settle it",
        "A decision names the papers that would settle what it leaves open, under `to_settle`; each hit names the "
        "exemptions to read before a measure is taken for a bar, under `exemptions_to_check`.",
        "## Papers",
        table(("code", "English", "French"), list(_sentences("settle."))),
        "## Exemptions to check",
        table(("code", "English", "French"), list(_sentences("exemption."))),
        "Which exemptions go with which regime:",
        table(
            ("regimes whose name holds", "exemptions", "source"),
            [
                (code(row["regime"]), codes(row["codes"].split("|")), f"{row['source']}{unconfirmed(row['status'])}")
                for row in read(SRC / "route/tables/exemptions.csv")
            ],
        ),
    )


def _sentences(family: str) -> Iterator[tuple[str, ...]]:
    for row in read(SRC / "report/tables/messages.csv"):
        if row["code"].startswith(family):
            yield code(row["code"].removeprefix(family)), row["en"], row["fr"]


def red_flags() -> str:
    """The red flags, and which rules raise them."""
    rules = _rules()
    by_flag: dict[str, list[str]] = {}
    for name, rule in rules.items():
        by_flag.setdefault(str(rule["id"]), []).append(name)
    flags = read(SRC / "redflags/tables/red_flags.csv")
    asked = sum(flag["id"] in by_flag for flag in flags)
    return page(
        "Red flags",
        f"{len(flags)} signs of evasion that authorities have published, each with its source. {asked} of them are "
        f"raised by {len(rules)} rules; a flag without a rule is not looked for. No red flag is law: it is a reason "
        "to ask.",
        table(
            ("flag", "sign", "about", "rules", "source"),
            [
                (
                    flag["id"],
                    flag["indicator_en"],
                    flag["category"],
                    codes(by_flag.get(flag["id"], ())) or "none",
                    f"{_linked(flag)}{unconfirmed(flag['status'])}",
                )
                for flag in flags
            ],
        ),
        "## Rules",
        "A rule raises its flag when all facts under `all` are so, one of those under `any`, and none of those under "
        "`none`.",
        table(
            ("rule", "flag", "severity", "all", "any", "none", "innocent if"),
            [
                (
                    code(name),
                    str(rule["id"]),
                    str(rule["severity"]),
                    *(codes(_several(rule.get(key))) for key in ("all", "any", "none")),
                    str(rule["innocent_if_en"]),
                )
                for name, rule in rules.items()
            ],
        ),
    )


def _rules() -> dict[str, Mapping[str, object]]:
    paths = sorted((SRC / "redflags/rules").glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}


def _several(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _linked(flag: Mapping[str, str]) -> str:
    words = ", ".join(part for part in (flag["source_title"], flag["source_publisher"], flag["source_date"]) if part)
    return f"[{words}]({flag['source_url']})" if flag["source_url"] else words
