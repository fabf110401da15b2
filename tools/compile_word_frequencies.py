"""How often each word occurs in names: the packaged table names/tables/word_frequencies.csv.

Counted in public-domain lists of names only (US SEC registrants and tickers, the OFAC SDN list with
its aliases), so that a word's rarity does not depend on which lists a user happens to have loaded.
Run from the checkout:  python tools/compile_word_frequencies.py ../shared/data
"""

import csv
import gzip
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from crible.names.fold import tokens

TARGET = Path(__file__).resolve().parents[1] / "src/crible/names/tables/word_frequencies.csv"
RARE = 12  # words seen less often than this count as rare and are not written down


def names(data: Path) -> Iterator[str]:
    """Every name of the sources, one by one."""
    tickers = json.loads(gzip.decompress((data / "names/sec_company_tickers_202507.json.gz").read_bytes()))
    yield from (row["title"] for row in tickers.values())
    registrants = gzip.decompress((data / "names/sec_registrants_exhibit21.csv.gz").read_bytes()).decode("utf-8")
    for row in csv.DictReader(io.StringIO(registrants)):
        yield next(value for key, value in row.items() if "name" in key.lower())
    for member, column in (("sdn", 1), ("alt", 3)):
        text = gzip.decompress((data / f"ofac/2023-12-28/{member}.csv.gz").read_bytes()).decode("utf-8")
        yield from (row[column] for row in csv.reader(io.StringIO(text)) if len(row) > column)


def main(data: Path) -> None:
    """Count the words, each at most once a name, and write those that are not rare."""
    counts: Counter[str] = Counter()
    total = 0
    for name in names(data):
        total += 1
        counts.update(set(tokens(name)))
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["word", "count"])
        writer.writerow(["", total])
        writer.writerows(sorted((word, count) for word, count in counts.items() if count >= RARE))
    print(f"{total} names, {sum(count >= RARE for count in counts.values())} words -> {TARGET.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
