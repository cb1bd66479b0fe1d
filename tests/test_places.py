from __future__ import annotations

import datetime
import json
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import NEWS, check_offsets

from vnnews import Article, Place, analyze, from_json, to_json
from vnnews.corpora import find, read
from vnnews.evaluation.places import evaluate_places, read_gold
from vnnews.places import PlaceGroup, PlaceName, find_addresses, group_places
from vnnews.places.bodies import body_places
from vnnews.places.tables import countries, find_country, kinds

CASES = json.loads((Path(__file__).parent / "cases" / "places.json").read_text(encoding="utf-8"))
BEFORE, AFTER = datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)


def marked(text: str) -> tuple[str, list[PlaceName]]:
    """A text and the names in it that are marked with [[ ]]."""
    plain, names = "", []
    for index, part in enumerate(text.replace("]]", "[[").split("[[")):
        if index % 2:
            names.append(PlaceName(len(plain), len(plain) + len(part), part))
        plain += part
    return plain, names


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text, names = marked(case["text"])
    day = datetime.date.fromisoformat(case["published"])
    groups = group_places(names, text, day)
    owner = {index: group for group in groups for index in group.members}
    found = [owner[index] for index in range(len(names))]
    assert [group.code for group in found] == case["codes"]
    for field, values in (("kind", "kinds"), ("country", "countries")):
        if values in case:
            assert [getattr(group, field) for group in found] == case[values]
    if "addresses" in case:
        assert find_addresses(names, groups, text, day) == case["addresses"]
    for group, number in zip(found, case.get("candidates", ()), strict=False):
        assert len(group.candidates) == number


def groups(text: str, day: datetime.date | None) -> list[PlaceGroup]:
    """Group places that are written with ";" between them."""
    plain, names = marked("; ".join(f"[[{name.strip()}]]" for name in text.split(";")))
    return group_places(names, plain, day)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Hà Nội", None, "01"),
        ("tỉnh Nghệ An", BEFORE, "40"),
        ("TP. Hồ Chí Minh", AFTER, "79"),
        ("Lào Cai", BEFORE, "10"),
        ("Lào Cai", AFTER, "15"),
        ("Thừa Thiên - Huế", BEFORE, "46"),
        ("Đắc Lắc", None, "66"),
        ("huyện Đồng Tháp", None, None),
        ("phường Cần Thơ", None, None),
        ("Hoa Kỳ", None, "US"),
        ("Ca-na-đa", None, "CA"),
        ("sông Hồng", None, None),
        ("TP Thủ Đức", BEFORE, "769"),
        ("huyện Đan Phượng", BEFORE, "273"),
        ("Tháp Mười", BEFORE, "872"),
        ("tháp Rùa", BEFORE, None),
        ("huyện Mù Cang Chải", BEFORE, "137"),
    ],
)
def test_codes(name: str, day: datetime.date | None, code: str | None) -> None:
    (group,) = groups(name, day)
    assert group.code == code


def test_type_words_tell_places_of_one_name_apart() -> None:
    names = ["huyện Vĩnh Linh", "Vĩnh Linh", "xã Vĩnh Linh", "tỉnh Hà Nam", "Hà Nam"]
    assert [group.members for group in groups("; ".join(names), BEFORE)] == [[0, 1], [2], [3, 4]]


def test_bodies_tell_which_places_an_article_is_about() -> None:
    text, names = marked("Công an huyện Quế Phong báo: ở [[xã Đồng Văn]] có trộm.")
    (alone,) = group_places(names, text, BEFORE)
    (told,) = group_places(names, text, BEFORE, body_places([(0, "Công an huyện Quế Phong")]))
    assert (alone.code, told.code) == (None, "16744")
    assert len(alone.candidates) > 1 and told.members == [0]


def test_scores_are_shares() -> None:
    (group,) = groups("xã Tân Lập", BEFORE)
    scores = [candidate.score for candidate in group.candidates]
    assert group.unit is None and scores == sorted(scores, reverse=True) and 0 < sum(scores) <= 1


@pytest.mark.parametrize(
    "names",
    [
        ["Hà Nội"],
        ["xã Tân Lập", "huyện Đan Phượng"],
        [f"phường {number}" for number in range(60)],
        [name for number in range(500) for name in ("xã Tân Lập", f"huyện H{number}")],
        [f"Làng {number} Xa" for number in range(999)],
    ],
    ids=["one name", "an address", "numbers", "a namesake in many places", "many names"],
)
def test_many_names_take_linear_time(names: list[str]) -> None:
    text, places = marked(", ".join(f"[[{names[number % len(names)]}]]" for number in range(8000)))
    begin = time.process_time()
    found = group_places(places, text, BEFORE)
    find_addresses(places, found, text, BEFORE)
    assert time.process_time() - begin < 4
    assert sorted(index for group in found for index in group.members) == list(range(8000))


def test_country_names_are_many() -> None:
    assert len(set(countries().values())) > 240
    assert {countries()[name] for name in ("mỹ", "hoa kỳ")} == {"US"}
    assert find_country("ca-na-đa") == find_country("cana-đa") == "CA"


def test_kinds_are_known_ones() -> None:
    natural = {"region", "road", "water", "building", "landform", "village"}
    assert set(kinds().values()) == natural | {"province", "city", "district", "commune"}


# a whole article of each time


def place(article: Article, name: str) -> Place:
    return next(place for place in article.places if name in {mention.text for mention in place.mentions})


def test_an_article_of_2009_naming_ha_tay() -> None:
    article = analyze(
        "Nghệ nhân Hà Tây giữ nghề\n\n"
        "Một năm sau khi Hà Tây về với Hà Nội, làng nghề ở huyện Ba Vì, quận Hà Đông vẫn đỏ lửa.\n"
        "Theo UBND thành phố Hà Nội, huyện Mê Linh trước đây thuộc tỉnh Vĩnh Phúc.",
        published="2009-08-25",
    )
    ha_tay = place(article, "Hà Tây")
    assert (ha_tay.kind, ha_tay.code, ha_tay.parents) == ("province", "28", ())
    assert (ha_tay.valid_to, ha_tay.successors) == (datetime.date(2008, 7, 31), ("Hà Nội",))
    ba_vi, ha_dong = place(article, "huyện Ba Vì"), place(article, "quận Hà Đông")
    assert (ba_vi.code, ba_vi.parents, ba_vi.valid_from) == ("271", ("Hà Nội",), datetime.date(2008, 8, 1))
    assert (ha_dong.code, ha_dong.parents) == ("268", ("Hà Nội",))
    assert "Kiến Hưng" in ha_dong.successors
    assert place(article, "huyện Mê Linh").parents == ("Hà Nội",)


def test_an_article_of_2024_naming_thu_duc_and_hai_duong() -> None:
    article = analyze(
        "Hai vụ cháy trong đêm\n\n"
        "Đêm 2/5, cháy lớn ở phường Linh Trung, TP Thủ Đức, TP.HCM.\n"
        "Cùng đêm, một kho hàng ở huyện Cẩm Giàng, tỉnh Hải Dương bốc cháy.",
        published="2024-05-03",
    )
    thu_duc, hai_duong = place(article, "TP Thủ Đức"), place(article, "tỉnh Hải Dương")
    assert (thu_duc.code, thu_duc.kind, thu_duc.parents) == ("769", "district", ("Thành phố Hồ Chí Minh",))
    assert (thu_duc.valid_from, thu_duc.valid_to) == (datetime.date(2021, 1, 1), datetime.date(2025, 6, 30))
    assert {"Thủ Đức", "Linh Xuân", "An Khánh", "Cát Lái"} <= set(thu_duc.successors)
    assert (hai_duong.code, hai_duong.parents, hai_duong.successors) == ("30", (), ("Hải Phòng",))
    linh_trung = place(article, "phường Linh Trung")
    assert (linh_trung.code, linh_trung.parents) == ("26800", ("Thủ Đức", "Thành phố Hồ Chí Minh"))
    assert [address.text for address in article.addresses] == [
        "phường Linh Trung, TP Thủ Đức, TP.HCM",
        "huyện Cẩm Giàng, tỉnh Hải Dương",
    ]


def test_an_article_of_2026_naming_cua_nam() -> None:
    article = analyze(
        "Phường Cửa Nam mở điểm tiếp dân\n\n"
        "Điểm tiếp dân đặt tại số 12 phố Lý Thường Kiệt, phường Cửa Nam, Hà Nội.\n"
        "Trước đây nơi này thuộc quận Hoàn Kiếm.",
        published="2026-01-05",
    )
    cua_nam = place(article, "phường Cửa Nam")
    assert (cua_nam.code, cua_nam.parents) == ("00082", ("Hà Nội",))
    assert (cua_nam.valid_from, cua_nam.valid_to, cua_nam.successors) == (datetime.date(2025, 7, 1), None, ())
    hoan_kiem = place(article, "quận Hoàn Kiếm")
    assert (hoan_kiem.code, hoan_kiem.valid_to) == ("002", datetime.date(2025, 6, 30))
    assert "Cửa Nam" in hoan_kiem.successors
    (address,) = article.addresses
    assert [mention.text for mention in address.parts] == [
        "số 12 phố Lý Thường Kiệt",
        "phường Cửa Nam",
        "Hà Nội",
    ]
    assert [mention.entity for mention in address.parts][1] == cua_nam.key
    check_offsets(article)


def test_candidates_and_addresses_survive_json() -> None:
    article = analyze("Bà Lan quê xã Tân Lập, ông Hải ở phường Bến Nghé, quận 1, TP.HCM.", published="2024-01-05")
    tan_lap = place(article, "xã Tân Lập")
    assert tan_lap.code is None and tan_lap.score is None and len(tan_lap.candidates) > 5
    best = tan_lap.candidates[0]
    assert best.name == "xã Tân Lập" and best.code and best.parents and best.score < 0.7
    assert len(article.addresses) == 1
    assert from_json(to_json(article)) == article


# gold codes


def test_gold_codes() -> None:
    gold = read_gold()
    assert len(gold) >= 250 and len({place.article.split("/")[0] for place in gold}) == 12
    texts = list(read(find([NEWS], "dev")))
    linked = evaluate_places(texts)
    assert linked.right >= 0.99 and linked.resolved >= 0.96 and linked.kinds >= 0.98
    found = evaluate_places(texts, gold_names=False)
    assert found.right >= 0.99 and found.resolved >= 0.93
