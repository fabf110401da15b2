"""An element read piece by piece: nothing in it is lost without a word."""

from contextlib import nullcontext

import pytest
from lxml import etree

from crible.lists.xml_node import Node
from crible.records.error import CribleError

XML = (
    '<a:name xmlns:a="urn:x" first=" Ada " strong="true"><part>One</part><part/><part>Two</part>'
    '<left><in k="v">w</in></left></a:name>'
)


def node(xml: str = XML) -> Node:
    return Node(etree.fromstring(xml), "list.xml: name 1")


def test_what_is_taken_is_not_left() -> None:
    one = node()
    assert (one.tag, one.attribute("first"), one.attribute("first"), one.leaves("part")) == (
        "name",
        "Ada",
        "",
        ["One", "Two"],
    )
    assert one.says() == ["name@strong: true", "name/left/in: w", "name/left/in@k: v"]


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        ((), "@strong, left/in, left/in@k"),
        (("strong",), "left/in, left/in@k"),
        (("strong", "in"), None),
        (("strong", "left"), None),
    ],
)
def test_what_is_left_and_says_something_stops_the_load(ignored: tuple[str, ...], left: str | None) -> None:
    one = node()
    one.attribute("first"), one.leaves("part")
    expected = pytest.raises(CribleError, match=f"nobody reads: {left}") if left else nullcontext()
    with expected:
        one.finish(set(ignored))


def test_an_element_that_says_nothing_may_be_left() -> None:
    node("<name><new/><old> </old></name>").finish()


@pytest.mark.parametrize(
    "xml",
    [
        "<n>loose<part>x</part></n>",
        "<n><part>x</part>loose</n>",
        "<n><part>x</part><part>y</part></n>",
        "<n><part k='1'>x</part></n>",
    ],
)
def test_text_between_elements_and_a_second_leaf_are_not_passed_over(xml: str) -> None:
    one = node(xml)
    with pytest.raises(CribleError):
        one.leaf("part"), one.finish()
