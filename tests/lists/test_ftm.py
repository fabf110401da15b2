"""The FollowTheMoney validator: what it lets pass and what it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.lists.ftm import faults, is_a, properties
from crible.records.entity import Entity


def person(**properties: tuple[str, ...]) -> Entity:
    return Entity(id="p-1", schema="Person", properties={"name": ("Anton Belov",), **properties}, datasets=("a_list",))


def test_a_plain_person_has_no_fault() -> None:
    assert faults(person(birthDate=("1961", "1961-03", "1961-03-07"), country=("ru",), topics=("sanction",))) == []


@pytest.mark.parametrize(
    ("prop", "value", "says"),
    [
        ("imoNumber", "9240914", "no property of Person"),
        ("colour", "red", "no property of Person"),
        ("country", "su", "is no country"),
        ("country", "RU", "is no country"),
        ("country", "ua-43", "is no country"),
        ("birthDate", "1961-13", "is no date"),
        ("birthDate", "1961-02-29", "is no date"),
        ("birthDate", "7 March 1961", "is no date"),
        ("birthDate", "1961-03-07Z", "is no date"),
        ("birthDate", "0000", "is no date"),
        ("topics", "sanctions", "is no topic"),
        ("gender", "M", "is no gender"),
        ("email", "nobody", "is no email"),
        ("website", "no where", "is no url"),
        ("name", "", "empty or padded"),
        ("name", " Belov", "empty or padded"),
        ("name", "B" * 385, "longer than 384"),
        ("passportNumber", "1" * 65, "longer than 64"),
        ("name", "Bel\x00ov", "control characters"),
    ],
)
def test_a_bad_value_is_named(prop: str, value: str, says: str) -> None:
    (fault,) = faults(person(**{prop: (value,)}))
    assert fault.startswith(prop)
    assert says in fault


@pytest.mark.parametrize("value", ["2021", "2021-02", "2021-02-16", "2021-02-16T21", "2021-02-16T21:48:52", "1001"])
def test_dates_are_as_precise_as_stated(value: str) -> None:
    assert faults(person(birthDate=(value,))) == []


@pytest.mark.parametrize("code", ["eu", "suhh", "xk", "ua-cri", "cy-trnc", "gb-sct", "zz"])
def test_territories_of_followthemoney_beyond_iso_pass(code: str) -> None:
    assert faults(person(nationality=(code,))) == []


def test_an_entity_as_a_whole_can_be_wrong() -> None:
    assert faults(Entity(id="x", schema="Robot", properties={}, datasets=("a",))) == ["no such schema: Robot"]
    nameless = Entity(id="", schema="Person", properties={"alias": ()}, datasets=())
    assert [fault.split(":")[0] for fault in faults(nameless)] == ["id", "datasets", "name", "alias"]
    assert faults(person(alias=("a", "a"))) == ["alias: repeats a value"]


@pytest.mark.parametrize("id", ["ofac-1-", "LIU, Emily", "-a", "a_b", "x" * 201])
def test_an_id_the_library_would_drop_is_named(id: str) -> None:
    entity = Entity(id=id, schema="Sanction", properties={"entity": (id,)}, datasets=("a",))
    assert [fault.split(":")[0] for fault in faults(entity)] == ["id", "entity"]


def test_a_link_does_not_lead_back_to_itself() -> None:
    loop = Entity(id="s-1", schema="Sanction", properties={"entity": ("s-1",)}, datasets=("a",))
    assert faults(loop) == ["entity: 's-1' is no entity"]


def test_a_schema_has_its_parents_properties_and_its_own_limits() -> None:
    company = properties("Company")
    assert company["name"].type == "name"
    assert (company["imoNumber"].type, company["imoNumber"].longest) == ("identifier", 16)
    assert properties("Sanction")["entity"].range == "Thing"
    assert properties("CryptoWallet")["publicKey"].longest == 512
    assert "sanctions" not in company  # the other end of a link; it cannot be written


def test_lineage_is_transitive() -> None:
    assert is_a("Company", "Thing")
    assert is_a("Vessel", "Asset")
    assert not is_a("Person", "Organization")


@given(
    st.text(max_size=40), st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=30)).map(tuple), max_size=4)
)
def test_whatever_comes_is_judged_not_crashed_on(id: str, props: dict[str, tuple[str, ...]]) -> None:
    judged = faults(Entity(id=id, schema="Person", properties=props, datasets=("a",)))
    assert judged  # no such random entity has a name and only known properties
