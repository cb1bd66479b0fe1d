"""The article that the project exists for, read whole."""

from __future__ import annotations

import datetime

import pytest
from conftest import check_offsets

import vnnews
from vnnews import Article, Check, Count, Percent, Ratio


@pytest.fixture(scope="module")
def article(shared) -> Article:  # type: ignore[no-untyped-def]
    (path,) = sorted((shared / "seed").glob("*.txt"))
    return vnnews.analyze(path.read_text(encoding="utf-8"))


def test_page(article: Article) -> None:
    assert article.published == datetime.date(2009, 8, 25)
    assert (article.views, article.source) == (1643, "cpv.org.vn")
    assert article.headline is not None and article.headline.text.startswith("28/31 xã, phường, thị trấn của Hà Nội:")
    assert article.section is not None and article.section.text == "tin trong ngành"
    assert article.credit is not None and article.credit.text.startswith("Theo http")
    check_offsets(article)


def test_people(article: Article) -> None:
    (person,) = article.people
    assert [mention.text for mention in person.mentions] == ["Nguyễn Công Soái"] * 3
    assert [(role.title, role.body) for role in person.roles] == [("Phó Bí thư", "Thành ủy Hà Nội")]


def test_bodies(article: Article) -> None:
    assert [body.name for body in article.bodies] == ["Thành ủy Hà Nội", "Đảng", "Nhà nước", "Mặt trận"]
    assert {mention.text for mention in article.bodies[0].mentions} == {"Thành ủy Hà Nội", "Thành ủy"}


def test_places_and_laws(article: Article) -> None:
    assert [(place.name, place.code) for place in article.places] == [("Hà Nội", "01")]
    (law,) = article.laws
    assert (law.type, law.number, law.date) == ("Kế hoạch", "24-KH/TU", datetime.date(2009, 5, 26))
    assert law.issuer == "Thành ủy Hà Nội"
    assert {mention.text for mention in law.mentions} == {"Kế hoạch số 24-KH/TU", "Kế hoạch 24"}
    assert (article.events, article.others) == ((), ())


def test_times(article: Article) -> None:
    values = {time.text: time.value for time in article.times}
    assert values["ngày 26-5-2009"] == "2009-05-26"
    assert values["5 tháng"] == "P5M"


def test_facts(article: Article) -> None:
    headline, ratio, percent, count = article.facts
    assert isinstance(headline, Ratio) and (headline.part, headline.whole) == (28, 31)
    assert headline.of == "xã, phường, thị trấn"
    assert isinstance(ratio, Ratio) and (ratio.part, ratio.whole, ratio.of) == (31, 577, "xã, phường, thị trấn")
    assert ratio.stated_percent == 5 and ratio.percent == pytest.approx(5.37, abs=0.01)
    assert [(part.value, part.of) for part in ratio.parts if isinstance(part, Count)] == [(25, "đơn vị"), (6, "đơn vị")]
    assert isinstance(percent, Percent) and (percent.value, percent.of) == (100, "số phiếu")
    assert isinstance(count, Count) and (count.value, count.of) == (28, "cơ sở")
    assert [(part.value, part.of) for part in count.parts if isinstance(part, Count)] == [(17, "xã"), (11, "phường")]


def test_checks(article: Article) -> None:
    def shown(check: Check) -> tuple[str, float, float, bool]:
        return check.kind, float(check.stated), round(float(check.computed), 2), check.ok

    assert sorted(map(shown, article.checks)) == [
        ("percent", 5, 5.37, True),
        ("sum", 28, 28, True),
        ("sum", 31, 31, True),
    ]
