"""The screening record in HTML."""

import re
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import pytest
from _decided import (
    CENTRE,
    CLEAR,
    DECISIONS,
    HELD,
    NOTED,
    PERSIAN,
    PRIORITY_GOODS,
    REFUSED,
    ROUTE_FLAG,
    RUN,
    TRANSACTIONS,
    VKS,
    WEAK,
    decided,
    filled,
    table,
)
from lxml import html as lxml_html
from lxml.html import HtmlElement

from crible.records.decision import Verdict
from crible.records.hit import Binds, LawState
from crible.report.casefile import Effect, effect
from crible.report.coverage import Run
from crible.report.html import css_string, page
from crible.report.sentences import LANGS

CSS = resources.files("crible").joinpath("report", "templates", "page.css").read_text("utf-8")


def tree(text: str) -> HtmlElement:
    spaced = re.sub(r"(</t[dh]>|<br>)", r" \1", text)  # so that cells and lines do not run together in words()
    return lxml_html.document_fromstring(spaced.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(root: HtmlElement, path: str) -> HtmlElement:
    found = root.xpath(path)
    assert len(found) == 1, f"{path}: {len(found)} found"
    return found[0]


@pytest.fixture(scope="module", params=LANGS)
def both(request) -> HtmlElement:
    return tree(page(DECISIONS, REFUSED, RUN, request.param, TRANSACTIONS))


@pytest.fixture(scope="module")
def english() -> HtmlElement:
    return tree(page(DECISIONS, REFUSED, RUN, "en", TRANSACTIONS))


def test_it_needs_nothing_but_itself(both) -> None:
    assert both.xpath("//script | //link | //img | //iframe | //form | //object | //embed | //base") == []
    policy = one(both, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_it_is_made_for_readers_of_every_kind(both) -> None:
    assert both.get("lang") in LANGS
    assert len(both.xpath("//main")) == 1
    assert len(both.xpath("//h1")) == 1
    levels = [int(heading.tag[1]) for heading in both.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(deeper - above <= 1 for above, deeper in pairwise(levels))
    assert all(one(found, "./caption").text for found in both.xpath("//table"))
    assert all(cell.get("scope") for cell in both.xpath("//th"))
    ids = both.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in both.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)


def test_the_cover_counts_each_outcome(english) -> None:
    tally = [words(li) for li in english.xpath("//ul[@class='tally']/li")]
    assert tally == ["1 hold", "1 not screened", "1 review", "9 nothing found", "1 noted only", "2 refused rows"]
    assert "s-2023-06-12-5f2b7c0e" in words(one(english, "//header[@class='cover']"))
    assert "Rows in: 19 = 17 decided + 2 refused" in words(one(english, "//header[@class='cover']"))


def test_rows_that_do_not_add_up_are_loud() -> None:
    root = tree(page(DECISIONS, REFUSED, replace(RUN, rows_in=25), "en"))
    assert "DO NOT ADD UP" in words(one(root, "//dd[@class='loud']"))


def test_what_was_not_searched_stands_before_what_was(english) -> None:
    box = one(english, "//div[@class='not-searched']")
    assert "EU consolidated list of financial sanctions eu_fsf: never fetched" in words(box)
    searched = box.xpath("following-sibling::table//tr")
    assert [words(row)[-8:] for row in searched[1:]] == ["12 fresh", "46 stale", "71 fresh", "degraded"]


def test_the_index_lists_who_needs_a_person_gravest_first(english) -> None:
    rows = english.xpath("//table[contains(@class, 'index')]/tbody/tr")
    assert [words(row[0]) + " " + words(row[1]) for row in rows] == [
        "PO-1042 hold",
        "PO-1044 not screened",
        "PO-1043 review",
    ]


def test_a_case_file_sorts_findings_by_what_they_do(english) -> None:
    case = one(english, "//article[@id='case-1']")
    sections = {
        section.get("class").split()[-1]: section for section in case.xpath("./section[contains(@class, 'effect')]")
    }
    assert list(sections) == ["forbids", "if_nexus", "exposes"]
    forbids = [words(h) for h in sections["forbids"].xpath(".//h4")]
    assert forbids[0].startswith("Воздушно-космические силы России matches RUSSIAN AEROSPACE FORCES")
    assert len(forbids) == 2
    assert words(one(sections["if_nexus"], ".//h4")).endswith("‡ unconfirmed")


def test_a_finding_says_whose_words_what_law_and_why_it_binds(english) -> None:
    finding = english.xpath("//article[@id='case-1']//section[contains(@class, 'finding')]")[0]
    told = words(finding)
    assert "OFAC list of Specially Designated Nationals (SDN), copy of 9 June 2023" in told
    assert "5f2b7c0e9a4d…" in told
    assert "asset freeze, EU-269-2014, in force" in told
    assert "binds home: Regulation (EU) 269/2014, article 2" in told
    assert "derogations in the EU regulation itself; article 6b: contracts before listing" in told
    assert finding.xpath(".//a[@class='host']/@href") == [
        "https://eur-lex.europa.eu/eli/reg/2014/269/oj",
        "https://www.treasury.gov/ofac/downloads/sdn.csv",
    ]


def test_evidence_stands_side_by_side_and_its_weights_add_up(english) -> None:
    evidence = english.xpath("//article[@id='case-1']//table[contains(@class, 'evidence')]")[0]
    rows = [[words(cell) for cell in row] for row in evidence.xpath("./tbody/tr")]
    assert rows[1] == ["name", "VKS", "VKS", "= same", "+3.3"]
    assert rows[3] == ["founded", "silent", "2015-08-01", "? unknown", "–"]
    assert words(evidence.xpath("./tfoot/tr")[0]) == "Sum of the weights +9.9"


def test_names_stand_in_their_own_script_first_and_in_latin_second(english) -> None:
    parties = one(english, "//article[@id='case-1']//table[contains(@class, 'parties')]")
    cell = parties.xpath("./tbody/tr[4]/td")[0]
    assert words(cell).startswith("Воздушно-космические силы России Vozdushno-kosmicheskie sily Rossii VKS")
    assert [e.tag for e in cell[:2]] == ["bdi", "i"]
    persian = one(english, "//article[@id='case-3']//table[contains(@class, 'parties')]//td")
    assert persian[0].text == PERSIAN.subject.text


def test_what_is_missing_is_named_once_each(english) -> None:
    missing = [words(li) for li in english.xpath("//article[@id='case-1']//ul[@class='missing']/li")]
    assert missing[0].startswith("the licence")
    assert len(missing) == len(set(missing)) == 4


def test_every_case_leaves_room_for_a_reviewer_and_suggests_no_conclusion(both) -> None:
    blocks = both.xpath("//article//section[contains(@class, 'reviewer')]")
    assert len(blocks) == 3
    assert all(words(dd) == "" for block in blocks for dd in block.xpath(".//dd"))


def test_what_could_not_be_screened_has_a_file_that_says_why(english) -> None:
    case = one(english, "//article[@id='case-2']")
    assert WEAK.id in words(case)
    assert "names no party" in words(case)


def test_nothing_found_is_one_list_under_where_and_when_it_was_looked_for(english) -> None:
    heading = one(english, "//h3[@class='sentence']")
    assert words(heading) == "nothing found in 4 lists as of 12 June 2023"
    ids = [words(li) for li in heading.xpath("following-sibling::ul[1]/li")]
    assert CLEAR.id in ids
    assert NOTED.id not in ids
    assert len(ids) == 9


def test_refused_rows_are_shown_as_they_stood(english) -> None:
    rows = one(english, "//section[@aria-labelledby='refused']//tbody")
    assert "PO-1047;12/13/2023;Büro" in words(rows)


def test_nobody_is_told_that_an_order_is_clear_or_safe(both) -> None:
    assert not re.search(
        r"\b(clear|safe|passed|approved)\b", words(both.body).replace("trade passed through a sieve", "")
    )


def test_the_same_run_gives_the_same_bytes() -> None:
    first, second = (page(list(DECISIONS), REFUSED, RUN, "en", dict(TRANSACTIONS)) for _ in range(2))
    assert first == second


def test_an_empty_run_is_a_page_too() -> None:
    root = tree(page([], [], Run(), "fr"))
    assert "Aucune liste n’a été consultée." in words(root)


@pytest.mark.parametrize(
    ("hit", "does"),
    [
        (VKS, Effect.FORBIDS),
        (PRIORITY_GOODS, Effect.FORBIDS),
        (CENTRE, Effect.IF_NEXUS),
        (ROUTE_FLAG, Effect.EXPOSES),
        (replace(VKS, binds=Binds.UNKNOWN), Effect.IF_NEXUS),
        (replace(VKS, binds=Binds.NO), Effect.EXPOSES),
        (replace(VKS, law_state=LawState.UNCONFIRMED), Effect.FORBIDS),
        (replace(VKS, law_state=LawState.SUSPENDED), Effect.EXPOSES),
        (replace(VKS, law_state=LawState.NOT_YET), Effect.EXPOSES),
    ],
)
def test_a_finding_forbids_only_where_law_in_force_binds_home(hit, does) -> None:
    assert effect(hit) is does


# Hostile text -------------------------------------------------------------------------------------------------------

HARMLESS = "harmless"
NOT_COUNTED = {"span", "i", "bdi", "a", "code", "br", "small"}  # an address is a link or code; odd letters get a span


def outline(root: HtmlElement) -> list[tuple[str, tuple[str, ...]]]:
    """Every element that a text has no business changing, with the names of its attributes."""
    return [
        (e.tag, tuple(sorted(e.attrib))) for e in root.iter() if isinstance(e.tag, str) and e.tag not in NOT_COUNTED
    ]


def filled_page(text: str, lang: str) -> HtmlElement:
    decision, transaction, refused, run = filled(text)
    clear = decided(text, Verdict.CLEAR, searched=decision.searched)
    noted = replace(decision, decision=Verdict.CLEAR)
    return tree(page([decision, clear, noted], [refused], run, lang, {decision.decision_id: transaction}))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("row", [row for row in table("hostile") if row["text"]], ids=lambda row: row["id"])
def test_no_text_in_any_field_becomes_markup(row, lang) -> None:
    root = filled_page(row["text"], lang)
    assert outline(root) == outline(filled_page(HARMLESS, lang))
    allowed = {
        "class",
        "id",
        "href",
        "rel",
        "scope",
        "lang",
        "dir",
        "data-label",
        "aria-hidden",
        "aria-labelledby",
        "colspan",
    }
    allowed |= {"charset", "content", "name", "http-equiv"}
    assert {name for e in root.iter() if isinstance(e.tag, str) for name in e.attrib} <= allowed
    assert all(href.startswith("#") for href in root.xpath("//@href")), "no hostile text is an address to follow"
    assert root.xpath("//comment()") == []
    assert not re.search(r"[\u200b\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x1b\u2028]", root.text_content())


def test_what_a_text_hides_is_spelt_out_and_marked() -> None:
    marks = filled_page("HESA\u202egnp", "en").xpath("//article//bdi/span[@class='unseen']/text()")
    assert set(marks) == {"U+202E"}


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "//evil.example", "http:evil", "https://a@evil.example/"),
        *(
            "https://treasury.gov\\@evil.example",
            "https://",
            "HTTPS:/x",
            "https://a b/",
            "https://a/\u202e",
            "vbscript:x",
        ),
        "https://a.example/" + "x" * 700,
    ],
)
def test_only_plain_web_addresses_become_links(url) -> None:
    source = replace(VKS.evidence[0].source, url=url)
    hit = replace(VKS, evidence=(replace(VKS.evidence[0], source=source),))
    root = tree(page([decided("x", Verdict.HOLD, hit)], [], RUN, "en"))
    assert all(href.startswith("#") for href in root.xpath("//@href"))


def test_a_css_string_cannot_end_early() -> None:
    assert css_string('"}</style><script>') == '"\\22 \\7d \\3c \\2f style\\3e \\3c script\\3e "'


# Design -------------------------------------------------------------------------------------------------------------


def palettes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", block)) for block in blocks]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance of two colours set against each other."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", palettes(), ids=("light", "dark", "print"))
def test_every_text_colour_is_legible_on_its_paper(palette) -> None:
    inks = [name for name in palette if name not in {"paper", "sheet", "rule"}]
    assert len(inks) == 8
    assert {
        name: contrast(palette[name], palette["paper"])
        for name in inks
        if contrast(palette[name], palette["paper"]) < 4.5
    } == {}


def test_paper_is_printed_black_on_white() -> None:
    light, _, print_ = palettes()
    assert print_["paper"] == "#fff"
    assert print_["ink"] == print_["critical"] == "#000"
    assert light.keys() == print_.keys()


def test_a_held_order_is_never_told_by_colour_alone(both) -> None:
    assert all(
        words(mark) for mark in both.xpath("//*[contains(@class, 'verdict')] | //*[contains(@class, 'severity')]")
    )
    assert HELD.id in words(both)
