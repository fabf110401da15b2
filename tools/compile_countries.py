"""Country names in six languages: the packaged table names/tables/countries.csv.

Compiled from the datahub's country codes (UN, ISO and CLDR names; ODC PDDL 1.0). Spellings of our own
are not compiled: they are kept by hand in names/tables/country_variants.csv.
Run from the checkout:  python tools/compile_countries.py ../shared/data
"""

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/crible/names/tables/countries.csv"
COLUMNS = ("code", "name", "kind", "language", "source")
LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "ar": "Arabic", "zh": "Chinese"}
OFFICIAL = {"zh": "official_name_cn"}
# "Congo (the)", "Iran (République islamique d') **": articles and footnote stars are not part of a name.
STARS = re.compile(r"\s*\*+$")
ARTICLE = re.compile(r"\s*\((?:the|el|la|los|las|le|les|l['’]|fem\.)\)$", re.IGNORECASE)
INVERTED = re.compile(r"(?:the )?(.* of)(?: the)? (.+)")


def main(data: Path) -> None:
    """Write every name once, sorted, so that the same source gives the same bytes."""
    text = (data / "geo/country_codes.csv").read_text("utf-8-sig")
    entries = sorted(entry for row in csv.DictReader(io.StringIO(text)) for entry in names(row))
    # A name that several sources share is kept once, as a short name if one of them says so.
    found = {
        (code, name, language): (code, name, kind, language, source)
        for code, name, kind, language, source in reversed(entries)
    }
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(found.values()))
    print(f"{len(found)} names of {len({code for code, _, _ in found})} countries -> {TARGET.name}")


def names(row: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Every name of one country: code, name, kind, language, source."""
    code = row["ISO3166-1-Alpha-2"].lower()
    yield code, row["ISO3166-1-Alpha-3"], "code3", "", "ISO 3166-1"
    yield code, row["CLDR display name"], "name", "en", "CLDR"
    for language, spoken in LANGUAGES.items():
        short = ARTICLE.sub("", STARS.sub("", row[f"UNTERM {spoken} Short"])).strip()
        formal = STARS.sub("", row[f"UNTERM {spoken} Formal"]).strip()
        m49 = row[OFFICIAL.get(language, f"official_name_{language}")].strip()
        found = ((short, "name", "UNTERM"), (formal, "official", "UNTERM"), (m49, "official", "UN M49"))
        yield from ((code, name, kind, language, source) for name, kind, source in found if name)
        if language == "en" and (inverted := INVERTED.fullmatch(formal)):
            yield code, f"{inverted[2]}, {inverted[1]}", "official", "en", "UNTERM"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
