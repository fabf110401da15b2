"""The door: bytes of a file in, transactions out."""

from dataclasses import replace

from crible.intake.csvfile import lines_of
from crible.intake.decode import decode
from crible.intake.formats import Format, format_of
from crible.intake.headers import known
from crible.intake.jsonfile import read_json
from crible.intake.report import Intake, Report
from crible.intake.tables import read_table
from crible.intake.xlsxfile import read_xlsx
from crible.records.error import CribleError


def read(data: bytes, name: str) -> Intake:
    """Read a file. Rows that cannot be read are refused one by one; a file that cannot be trusted raises.

    `name` is what the file is called, for `where` and, where its bytes do not say it, for its format.
    """
    form = format_of(data, name)
    if form is Format.XLSX:
        return read_xlsx(data, name)
    text = decode(data, name)
    report = Report(name=name, format=form, encoding=text.encoding, encoding_sure=text.sure, warnings=text.warnings)
    if form is Format.JSON:
        return read_json(text.text, report)
    return _read_csv(text.text, report)


def _read_csv(text: str, report: Report) -> Intake:
    start = text[:100_000]
    steering = sum(1 for char in start if not char.isprintable() and char not in "\t\r\n\f\v\u00a0\u202f\u2028\u2029")
    if steering > max(len(start) // 10, 10):
        raise CribleError(
            "the file is no text", where=report.name, do="export it as CSV, XLSX or JSON and give that file"
        )
    delimiter, lines = lines_of(text, known)
    return read_table(lines, replace(report, delimiter=delimiter))
