"""Lists fetched from a publisher that answers well, or not at all, or wrongly on purpose."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crible.cli import main
from crible.store import Accepted, Outcome, build, open_world
from crible.store.download import Limits
from crible.store.online import Network, fetch_online
from crible.store.originals import current, refusal, standing
from lists._ofac import sdn_members
from store._server import Answer, Asked, reply, serving

UN, SDN = "un_sc_sanctions", "us_ofac_sdn"
GOLDEN = Path(__file__).resolve().parents[1] / "lists" / "golden"
XML = (GOLDEN / "un_sc.xml").read_bytes()
QUICK = Limits(total=5.0, silence=2.0, tries=2, wait=0.01)
EXCERPT = Accepted(excerpt=(UN, SDN))
CSV = {"SDN.CSV": "sdn", "ADD.CSV": "add", "ALT.CSV": "alt", "SDN_COMMENTS.CSV": "comments"}


def files(answers: Mapping[str, Answer]) -> Answer:
    """A publisher of these files, by the last part of their address; anything else it does not have."""

    def answer(asked: Asked) -> None:
        found = answers.get(asked.line.split()[1].rpartition("/")[2], reply(status="404 Not Found"))
        asked.send(found) if isinstance(found, bytes) else found(asked)

    return answer


def unless_known(body: bytes, etag: str) -> Callable[[Asked], None]:
    def answer(asked: Asked) -> None:
        known = asked.headers.get("if-none-match") == etag
        asked.send(reply(status="304 Not Modified", etag=etag) if known else reply(body, etag=etag))

    return answer


def fetched(home: Path, answers: Mapping[str, Answer], *wanted: str, accepted: Accepted = EXCERPT) -> list[Outcome]:
    with serving(files(answers)) as server:
        network = Network(mirror=server.url("/m"), limits=QUICK, open_to_private=True)
        return fetch_online(home, wanted=wanted, accepted=accepted, network=network)


def published(home: Path, body: bytes = XML) -> None:
    (outcome,) = fetched(home, {"consolidated.xml": reply(body)}, UN)
    assert outcome.what == "stored"


def test_a_list_is_stored_with_where_and_when_it_came_from(tmp_path: Path) -> None:
    (outcome,) = fetched(tmp_path, {"consolidated.xml": unless_known(XML, '"v1"')}, UN)
    assert outcome.publication is not None
    (file,) = outcome.publication.files
    assert file.source is not None
    assert file.source.url.endswith(f"/m/{UN}/consolidated.xml")
    assert (file.source.etag, file.source.fetched_at[-1], outcome.publication.checked_at) == (
        '"v1"',
        "Z",
        file.source.fetched_at,
    )
    assert (tmp_path / "originals" / "blobs" / file.sha256).read_bytes() == XML
    assert list((tmp_path / "building").glob("*")) == []


def test_what_did_not_change_is_not_sent_again_and_counts_as_checked(tmp_path: Path) -> None:
    with serving(files({"consolidated.xml": unless_known(XML, '"v1"')})) as server:
        network = Network(mirror=server.url("/m"), limits=QUICK, open_to_private=True)
        first = fetch_online(tmp_path, wanted=[UN], accepted=EXCERPT, network=network)[0].publication
        second = fetch_online(tmp_path, wanted=[UN], network=network)
    assert first is not None
    assert [(o.what, o.publication.id) for o in second if o.publication] == [("unchanged", first.id)]
    build(tmp_path)
    assert {copy.checked for copy in open_world(home=tmp_path).copies if copy.list == UN} == {first.checked_at[:10]}


WRONG: dict[str, tuple[Answer, str]] = {
    "500": (reply(status="500 Internal Server Error"), "unreachable"),
    "404": (reply(status="404 Not Found"), "unreachable"),
    "html": (reply(b"<html>try later</html>", content_type="text/html"), "refused"),
    "an error body with status 200": (reply(b'{"status": 500, "error": "x"}'), "refused"),
    "nothing": (reply(b""), "refused"),
    "cut on the wire": (reply(XML)[:-200], "unreachable"),
    "cut at the publisher's": (reply(XML[:-200]), "refused"),
    "illegal characters": (reply(XML.replace(b"<DATAID>", b"\x00<DATAID>", 1)), "refused"),
    "entities": (reply(b'<!DOCTYPE x [<!ENTITY a "b">]>' + XML), "refused"),
    "slow": (lambda asked: asked.drip(reply(XML)), "unreachable"),
    "another list": (reply(sdn_members()["sdn"]), "refused"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_a_publisher_does_wrong_the_last_good_copy_stays(tmp_path: Path, wrong: str) -> None:
    published(tmp_path)
    good = current(tmp_path, UN)
    answer, what = WRONG[wrong]
    limits = Limits(total=0.6, silence=0.3, tries=2, wait=0.01) if wrong == "slow" else QUICK
    with serving(files({"consolidated.xml": answer})) as server:
        network = Network(mirror=server.url("/m"), limits=limits, open_to_private=True)
        (outcome,) = fetch_online(tmp_path, wanted=[UN], accepted=EXCERPT, network=network)
    assert outcome.what == what
    assert outcome.why
    assert outcome.do
    assert current(tmp_path, UN) == good
    assert good is not None
    assert (refusal(tmp_path, UN) is not None) == (what == "refused")
    assert standing(tmp_path, good)[0] == "degraded"  # the golden file is an excerpt; see the next test for a good one


def test_a_refused_copy_makes_the_list_degraded_until_a_newer_one_is_accepted(tmp_path: Path) -> None:
    published(tmp_path)
    good = current(tmp_path, UN)
    assert good is not None
    fetched(tmp_path, {"consolidated.xml": reply(XML[:-9])}, UN)
    assert "a newer copy (undated) was refused" in standing(tmp_path, good)[1]
    published(tmp_path)
    assert refusal(tmp_path, UN) is None


def test_a_format_that_cannot_be_had_gives_way_to_the_next(tmp_path: Path) -> None:
    members = sdn_members()
    outcomes = fetched(tmp_path, {name: reply(members[key]) for name, key in CSV.items()}, SDN)
    assert [outcome.what for outcome in outcomes[:-1]] == ["unreachable"] * (len(outcomes) - 1)
    assert outcomes[-1].publication is not None
    assert outcomes[-1].publication.format == "csv"


def test_of_a_set_only_the_file_that_changed_is_sent(tmp_path: Path) -> None:
    members = sdn_members()
    known = {name: unless_known(members[key], f'"{key}1"') for name, key in CSV.items()}
    fetched_twice = []
    with serving(files(known)) as server:
        network = Network(mirror=server.url("/m"), limits=QUICK, open_to_private=True)
        fetched_twice += fetch_online(tmp_path, wanted=[SDN], accepted=EXCERPT, network=network)
        known["ALT.CSV"] = unless_known(members["alt"].replace(b"INVENTED", b"INVENTIVE"), '"alt2"')
        fetched_twice += fetch_online(tmp_path, wanted=[SDN], accepted=EXCERPT, network=network)
    first, second = (o.publication for o in fetched_twice if o.publication)
    changed = {file.member for file in second.files} - {
        file.member for file in second.files if file.sha256 in {f.sha256 for f in first.files}
    }
    assert changed == {"alt"}


def test_without_the_switch_no_server_on_this_machine_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path))
    with serving(files({"consolidated.xml": reply(XML)})) as server:
        asked = ["lists", "fetch", UN, "--accept", UN, "--mirror", server.url("/m"), "--format", "json"]
        assert main(asked) == 3
        assert server.asked == []
        assert "127.0.0.1" in capsys.readouterr().err
        monkeypatch.setenv("CRIBLE_ALLOW_PRIVATE_ADDRESSES", "1")
        assert main(asked) == 0
    assert [row["list"] for row in json.loads(capsys.readouterr().out)] == [UN]
    assert main(asked) == 4  # the server is gone


def test_an_acceptance_is_recorded_with_its_day(tmp_path: Path) -> None:
    accepted = Accepted(excerpt=(UN,), at="2026-11-20T09:00:00+00:00")
    (outcome,) = fetched(tmp_path, {"consolidated.xml": reply(XML)}, UN, accepted=accepted)
    assert outcome.publication is not None
    (what,) = outcome.publication.accepted
    assert what.startswith("2026-11-20T09:00:00+00:00 ")
    assert current(tmp_path, UN) == outcome.publication
