import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.names import NameIndex, parse
from crible.names import index as arrays_of
from crible.names.number_index import NumberIndex
from crible.records.entity import NameClass

LISTED = [
    (0, "RUSSIAN AEROSPACE FORCES", NameClass.PRIMARY),
    (1, "924TH STATE CENTER FOR UAV AVIATION", NameClass.PRIMARY),
    (2, "SHAHED AVIATION INDUSTRIES RESEARCH CENTER", NameClass.PRIMARY),
    (2, "SAIRC", NameClass.WEAK),
    (3, "YOUSEFNEJAD, Abbas", NameClass.PRIMARY),
    (4, "هادى ظهوریان", NameClass.STRONG),
    (4, "Hadi ZAHOURIAN", NameClass.PRIMARY),
    (5, "ООО Дрейк", NameClass.STRONG),
    (6, "厦门林巴贺航空发动机股份有限公司", NameClass.STRONG),
]
INDEX = NameIndex.build(LISTED)


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("russian aerospace forces", 0),
        ("Forces Aerospace Russian", 0),
        ("Rusian Aerospce Force", 0),
        ("Shahed Aviation", 2),
        ("Yusuf Nezhad Abbas", 3),
        ("Yousef Nejad, Abbas", 3),
        ("هادی ظهوريان", 4),
        ("OOO Dreyk", 5),
        ("厦门林巴贺航空发动机股份有限公司", 6),
    ],
)
def test_a_damaged_name_still_proposes_its_own_subject_first(asked: str, subject: int) -> None:
    assert INDEX.candidates(parse(asked))[0].subject == subject


@given(st.sampled_from(LISTED))
def test_every_listed_name_proposes_itself(listed: tuple[int, str, NameClass]) -> None:
    found = INDEX.candidates(parse(listed[1]), 1)[0]
    assert (found.subject, found.name, found.name_class) == listed


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert len(INDEX.candidates(parse(text))) <= len(LISTED)


def test_an_index_survives_being_written_and_mapped_again() -> None:
    written = {}
    for name, array in arrays_of.arrays(INDEX).items():
        assert array.dtype.byteorder in "<=|"
        out = io.BytesIO()
        np.save(out, array, allow_pickle=False)
        written[name] = np.load(io.BytesIO(out.getvalue()), allow_pickle=False)
    again = arrays_of.from_arrays(written)
    assert again.candidates(parse("Shahed Aviation")) == INDEX.candidates(parse("Shahed Aviation"))


def test_a_number_finds_everybody_who_carries_it() -> None:
    numbers = NumberIndex.build([(3, "9187629"), (1, "9187629"), (2, "7707083893"), (2, "")])
    assert numbers.subjects("9187629") == [1, 3]
    assert numbers.subjects("0000000") == []
