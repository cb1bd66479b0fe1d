"""Checks in words: every kind, on the terminal and on the page, with links to all that a failing one compares."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
import regex
from rich.console import Console

import vnnews
from vnnews.article import Check
from vnnews.integrations.html import page
from vnnews.report import report
from vnnews.verdicts import verdict

CASES = json.loads((Path(__file__).parent / "cases" / "verdicts.json").read_text(encoding="utf-8"))
KINDS = get_args(get_type_hints(Check)["kind"])
ALL = (
    "Mưa lũ làm 12 người chết\n\nThứ Hai 26/5/2009, 28 xã (17 xã nghèo, 12 xã khác) họp tại số 12 phố Lý Thường Kiệt, "
    "phường Cửa Nam, Hà Nội. Theo báo cáo, mưa lũ đã làm 15 người chết. Hoãn từ 31/4/2009."
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["verdict"])
def test_verdict(case: dict[str, Any]) -> None:
    (check,) = vnnews.analyze(case["text"], case.get("published")).checks
    assert verdict(check) == case["verdict"]


def test_every_kind_has_a_case() -> None:
    checks = [check for case in CASES for check in vnnews.analyze(case["text"], case.get("published")).checks]
    assert {check.kind for check in checks} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_of_nothing(kind: str) -> None:
    """What comes out of a file need not name what it is about."""
    check = msgspec.convert({"kind": kind, "stated": 8, "computed": 40, "ok": False}, Check)
    assert "8" in verdict(check)
    assert "40" in verdict(check)


def test_failing_checks_link_to_what_they_compare() -> None:
    shown = page(vnnews.analyze(ALL, "2009-05-27"))
    (alert,) = regex.findall(r'<div class="vn-alert".*?</ul></div>', shown)
    items = [regex.sub(r"<[^>]*+>", "", item) for item in regex.findall(r"<li>.*?</li>", alert)]
    assert items == [
        "12 — 15 in the body, 12 in the headline · compare 15",
        "Thứ Hai 26/5/2009 — 2009-05-26 is a Tuesday, stated Monday",
        "28 — 17 + 12 = 29, stated 28 · compare 17, 12",
        "31/4/2009 — the month ends on day 30, stated 31",
    ]
    links = regex.findall(r'href="#(\w+)"', alert)
    assert len(links) == 7
    for link in links:
        assert shown.count(f' id="{link}"') == 1
    timeline = shown[shown.index("<h2>Timeline") : shown.index("<h2>Numbers")]
    assert timeline.count('class="vn-fails"') == 2
    assert len(regex.findall(r'class="vn-m vn-time vn-bad"', shown)) == 2


def test_terminal_says_the_same() -> None:
    console = Console(width=120, file=StringIO())
    with console.capture() as captured:
        console.print(report(vnnews.analyze(ALL, "2009-05-27")))
    shown = captured.get()
    for expected in (
        "✗ headline: 15 in the body, 12 in the headline",
        "✗ weekday: 2009-05-26 is a Tuesday, stated Monday",
        "✗ sum: 17 + 12 = 29, stated 28",
        "✗ date: the month ends on day 30, stated 31",
        "road · commune 00073 · province 01",
    ):
        assert expected in shown


def test_what_an_unresolved_place_may_be() -> None:
    article = vnnews.analyze("Tại xã Tân Lập có mưa. Bà Lê Thị Hoa sẽ đi Paris.")
    shown = page(article)
    (first, *_) = article.places[0].candidates
    assert f"{first.name}, {', '.join(first.parents)} {first.score:.0%}".removesuffix("%") in shown
    assert '<span class="vn-label" lang="en">country</span> <bdi>FR</bdi>' in shown
