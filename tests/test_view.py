"""The page of an article: what it holds, that it holds nothing harmful, and what a real browser makes of it."""

from __future__ import annotations

import base64
import datetime
import hashlib
import html
import json
import shutil
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import firefox
import pytest
import regex
from command_line import run
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import vnnews
from vnnews.article import Article, Body, Check, Count, Interval, Mention, Person, Place, Ratio, Role, Span, Timex
from vnnews.integrations.html import fragment, page
from vnnews.integrations.html.escape import plain
from vnnews.integrations.html.spans import when
from vnnews.reading import read_path

SAMPLES = sorted((ROOT / "corpora" / "sample").glob("*.txt"))
VOID = ("meta", "input", "br")


class Reader(HTMLParser):
    """Reads a page again: the text of its article without the cards, all elements, all ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.paragraphs: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self._open, "all elements are closed"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        assert len(known) == len(attributes)
        self.elements.append((tag, known))
        if tag in VOID:
            return
        self._open.append((tag, known.get("class", "")))
        if tag in ("p", "h1") and self._inside("vn-text"):
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self._inside("vn-text") and not self._inside("vn-tip"):
            self.paragraphs[-1] += data

    def _inside(self, name: str) -> bool:
        return any(name in classes.split() for _, classes in self._open)

    def ids(self) -> list[str]:
        return [known["id"] for _, known in self.elements if "id" in known]


def lines(text: str) -> list[str]:
    """The lines of a text that are not blank, as a page shows them."""
    split = regex.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    return [plain(line) for line in split if line.strip()]


def check_page(article: Article) -> Reader:
    """Assert what holds for every page: it is sound, safe, and its text is that of the article."""
    shown = page(article)
    shown.encode("utf-8")
    read = Reader(shown)
    assert read.paragraphs == lines(article.text)
    names = {tag for tag, _ in read.elements}
    assert names.isdisjoint({"script", "img", "iframe", "object", "embed", "link", "form", "base", "video", "audio"})
    for tag, known in read.elements:
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc", "action") for name in known), tag
        assert known.get("href", "#").startswith(("#", "http://", "https://"))
    ids = read.ids()
    assert len(set(ids)) == len(ids)
    for _, known in read.elements:
        assert known.get("aria-describedby", ids[0] if ids else None) in [*ids, None]
        if known.get("href", "").startswith("#"):
            assert known["href"][1:] in ids
    assert not regex.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)
    return read


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    (raw,) = read_path(path)
    (article,) = vnnews.Analyzer().analyze_records([raw])  # type: ignore[list-item]
    read = check_page(article)
    marks = [known for _, known in read.elements if "vn-m" in known.get("class", "").split() and "id" in known]
    for kind, count in (("time", len(article.times)), ("loc", sum(len(place.mentions) for place in article.places))):
        assert sum(f"vn-{kind}" in known["class"].split() for known in marks) == count
    assert all(known["tabindex"] == "0" for known in marks)
    assert sum(tag == "h1" for tag, _ in read.elements) == 1


def test_policy_allows_the_style_alone() -> None:
    shown = page(vnnews.analyze("Bà Lê Thị Hoa nói."))
    (style,) = regex.findall(r"<style>(.*?)</style>", shown, regex.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = regex.findall(r'Content-Security-Policy" content="([^"]*)"', shown)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not regex.search(r"url\(|@import|https?:", style)


def test_fragment_is_what_notebooks_show() -> None:
    article = vnnews.analyze("Bà Lê Thị Hoa nói.")
    assert article._repr_html_() == fragment(article)
    assert fragment(article).startswith('<div class="vn-frame"><style>')


def test_fragment_without_its_style(show: Any) -> None:
    """Code hosts take styles away: plain text is left, not cards among words."""
    shown = regex.sub(r"<style>.*?</style>", "", fragment(vnnews.analyze(TEXT)), flags=regex.S)
    browser = show("<!doctype html><meta charset=utf-8><title>x</title><link rel=icon href=data:,><body>" + shown)
    text = find(browser, "body")[0].text
    assert text.startswith("Nghệ An có 28 trường mới\n")
    assert "✗ sum: 17 + 12 = 29, stated 28" in text
    assert "Sáng 20/11/2015, Sở Giáo dục" not in text


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2024-10-01", "2024-10-01T23:59:59", "2024-10-01"),
        ("2024-10-01", "2024-10-31T23:59:59", "2024-10"),
        ("2024-01-01", "2024-12-31T23:59:59", "2024"),
        ("1990-01-01", "1995-12-31T23:59:59", "1990 – 1995"),
        ("2024-04-01", "2024-06-30T23:59:59", "2024-04 – 2024-06"),
        ("2024-10-01", "2024-10-07T23:59:59", "2024-10-01 – 2024-10-07"),
        ("2024-10-01T08:00", "2024-10-01T08:00", "2024-10-01 08:00"),
        ("2024-10-01", "2024-10-01T10:59:59", "2024-10-01 00:00 – 10:59"),
        ("2024-10-01T18:00", "2024-10-02T05:59:59", "2024-10-01 18:00 – 2024-10-02 05:59"),
        ("0001-01-01", "9999-12-31T23:59:59", "0001 – 9999"),
    ],
)
def test_interval_in_words(first: str, last: str, shown: str) -> None:
    moment = datetime.datetime.fromisoformat
    assert when(Interval(first=moment(first), last=moment(last))) == shown


@pytest.mark.parametrize("days", [0, 1, 2, 30, 80, 90, 400, 4000, 40_000, 700_000])
def test_timelines_of_all_lengths(days: int) -> None:
    last = datetime.datetime.max
    moments = [last - datetime.timedelta(days=days), last]
    times = tuple(
        Timex(**span("ab", i, i + 1), type="DATE", value="x", interval=Interval(first=moment, last=moment))
        for i, moment in enumerate(moments)
    )
    read = check_page(Article(text="ab", times=times))
    ticks = sum(tag == "text" for tag, _ in read.elements)
    assert 1 <= ticks <= 8 if days >= 2 else ticks == 0


def test_a_time_named_several_times_is_one_entry() -> None:
    text = "Năm 2020, Huế mất 3 tháng. Năm nay, năm 2020, Huế lại mất 3 tháng, nhưng không phải năm 2021."
    shown = page(vnnews.analyze(text, "2020-06-01"))
    read = check_page(vnnews.analyze(text, "2020-06-01"))
    dates, undated = (
        shown.partition(f'class="vn-{name}">')[2].partition("</section>")[0] for name in ("dates", "undated")
    )
    entries = [regex.sub(r"<[^>]*>", "", entry) for entry in dates.partition("</ol>")[0].split("</li>")]
    assert entries == ["2020 Năm 202012, Năm nay", "2020-06-01 published", "2021 năm 2021", ""]
    assert regex.sub(r"<[^>]*>", "", undated.partition("</ul>")[0]) == "3 tháng12 P3M"
    marks = {known["id"] for _, known in read.elements if "vn-time" in known.get("class", "").split() and "id" in known}
    assert marks == set(regex.findall(r'href="#([^"]+)"', dates))


# Marks in each other


def span(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


def test_marks_in_each_other_and_across_lines() -> None:
    text = "Sở Y tế 28 tỉnh\nmiền Trung họp năm 2020."
    body = Mention(**span(text, 0, 15), label="ORG", sentence=0, entity="b")
    article = Article(
        text=text,
        bodies=(Body(key="b", name="Sở Y tế 28 tỉnh", mentions=(body,)),),
        times=(Timex(**span(text, 11, 20), type="DATE", value="2020"),),  # crosses the name and the line
        facts=(Count(**span(text, 8, 15), value=28, of="tỉnh"),),
    )
    shown = page(article)
    check_page(article)
    text_part = shown[shown.index('class="vn-text"') :]
    assert regex.search(
        r'vn-org vn-e0"[^>]*>Sở Y tế <span class="vn-m vn-fact"[^>]*>28 <span class="vn-m vn-time"', text_part
    )
    assert '<p><span class="vn-m vn-time">miền</span> Trung' in text_part
    card = text_part[text_part.index("vn-tip") :]
    assert card.index("2020") < card.index("Count") < card.index("Sở Y tế 28 tỉnh")  # the inner one first


@given(st.data())
def test_any_spans(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("ab <&\n\r\u2028"), min_size=1, max_size=30))
    offsets = st.tuples(st.integers(-1, len(text) + 1), st.integers(-1, len(text) + 1))
    spans = [{"start": a, "end": b, "text": ""} for a, b in data.draw(st.lists(offsets, max_size=12))]
    article = Article(
        text=text,
        headline=data.draw(st.none() | st.builds(lambda s: Span(**s), st.sampled_from(spans))) if spans else None,
        times=tuple(Timex(**s, type="DATE", value="2020") for s in spans[::3]),
        facts=tuple(Count(**s, value=1) for s in spans[1::3]),
        people=tuple(
            Person(key="p", name="a", mentions=(Mention(**s, label="PER", sentence=0, entity="p"),))
            for s in spans[2::3]
        ),
    )
    check_page(article)


def test_many_marks_take_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "28 xã " * count
        facts = tuple(Count(**span(text, 6 * i, 6 * i + 2), value=28) for i in range(count))
        times = tuple(Timex(**span(text, 6 * i + 1, 6 * i + 4), type="DATE", value="2020") for i in range(count))
        start = time.perf_counter()
        page(Article(text=text, facts=facts, times=times))
        return time.perf_counter() - start

    assert seconds(8000) < 12 * seconds(2000) + 0.1


# A hostile article

ATTACK = (
    "</span></p></title></style></textarea><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    "\" autofocus onfocus='window.hacked=1' x=\"\u202eđảo ngược\u2066\x00\x1b[31m\ud800\udfff<!-- ]]> &lt;b&gt; {{7*7}}"
)


def hostile() -> Article:
    """An article with an attack in every field that can hold a text."""
    text = f"{ATTACK}\n{ATTACK} hai"
    end = len(text)
    whole = span(text, len(ATTACK) + 1, end)
    entity: Callable[[str], dict[str, Any]] = lambda key: {  # noqa: E731
        "key": f"{key}{ATTACK}",
        "name": ATTACK,
        "mentions": (Mention(**span(text, 3, 30), label="PER", sentence=0, entity=ATTACK),),
    }
    moment = datetime.datetime(2020, 1, 1)
    count = Count(**whole, value=1, of=ATTACK, parts=(Count(**span(text, end - 3, end), value=2, of=ATTACK),))
    ratio = Ratio(**span(text, 40, 50), part=1, whole=2, percent=50.0, stated_percent=5, of=ATTACK)
    return Article(
        text=text,
        headline=Span(**span(text, 0, len(ATTACK))),
        published=moment.date(),
        source=ATTACK,
        url=f"javascript:window.hacked=1//{ATTACK}",
        id=ATTACK,
        author=ATTACK,
        people=(Person(**entity("p"), roles=(Role(**span(text, 5, 9), title=ATTACK, body=ATTACK, place=ATTACK),)),),
        bodies=(Body(**entity("b"), acronym=ATTACK, expansion=ATTACK + "x", place=ATTACK),),
        places=(Place(**entity("l"), kind=ATTACK, code=ATTACK, parents=(ATTACK,), successors=(ATTACK,)),),
        laws=(vnnews.Law(**entity("w"), type=ATTACK, number=ATTACK, issuer=ATTACK),),
        events=(vnnews.Event(**entity("e"), year=2020),),
        others=(vnnews.Other(**entity("o")),),
        times=(
            Timex(
                **span(text, 50, 90),
                type="DATE",
                value=ATTACK,
                mod=ATTACK,
                interval=Interval(first=moment, last=moment),
            ),
            Timex(**span(text, 90, 99), type="DATE", value=ATTACK, mod=ATTACK),
        ),
        facts=(count, ratio, vnnews.Money(**span(text, 100, 110), value=1, unit=ATTACK)),
        checks=(Check(kind="percent", facts=(ratio,), stated=5, computed=50, ok=False),),
    )


def test_hostile_article_is_harmless() -> None:
    article = hostile()
    check_page(article)
    for shown in (page(article), fragment(article)):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "javascript:" not in regex.sub(r">[^<]*<", "><", shown)  # in no tag
        assert len(regex.findall("hacked", shown)) > 50
    assert html.unescape(page(article)).count("</style>") > 50
    assert page(article).count("</style>") == 1


@given(st.text(st.characters(), max_size=100))
def test_any_text(text: str) -> None:
    check_page(vnnews.analyze(text))
    check_page(Article(text="a", id=text, source=text, author=text, url=text))


# The command line


def test_command(tmp_path: Path) -> None:
    status, shown, errors = run("view", SAMPLES[0], "-o", tmp_path / "a.html")
    assert (status, shown, errors) == (0, "", "")
    written = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert written == run("view", SAMPLES[0])[1]
    assert "<title>Đồng Tháp: Nông dân xuống giống" in written


def test_command_with_many_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "Tin một."}\n{"id": "b", "text": "Huế có nắng."}\n', encoding="utf-8")
    status, shown, errors = run("view", path)
    assert (status, errors) == (0, f"{path}: there are more articles; this is the first (choose with --id)\n")
    assert Reader(shown).paragraphs == ["Tin một."]
    assert " có nắng." in run("view", path, "--id", "b")[1]
    assert run("view", path, "--id", "c") == (1, "", f"vnnews: {path}: no article with the id 'c'\n")
    assert run("view", tmp_path / "none.txt") == (1, "", f"{tmp_path}/none.txt: no such file or folder\n")
    status, shown, _ = run("view", "-", stdin="Huế, ngày 25/8.".encode())
    assert "vn-time" in shown
    assert "2009-08-25" in run("view", "-", "--published", "1/9/2009", stdin="Huế, ngày 25/8.".encode())[1]


# In a browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
TEXT = (
    "Nghệ An có 28 trường mới\nSáng 20/11/2015, Sở Giáo dục Nghệ An, nơi ông Lê Khắc Bình là Giám đốc Sở, họp về "
    "28 trường (17 trường ở xã, 12 trường ở phường). Theo Quyết định số 5120/QĐ-UBND, 31/577 xã (bằng 5%) đạt chuẩn "
    "năm 2016."
)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Each of two engines, where it is installed."""
    driver = _chromium() if request.param == "chromium" else _firefox(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


def _chromium() -> Any:
    if not CHROMIUM or not DRIVER:
        pytest.skip("needs chromium and chromedriver")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


def _firefox(profile: Path) -> Any:
    if not firefox.FIREFOX:
        pytest.skip("needs firefox")
    return firefox.driver(profile)


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Callable[..., Any]:
    """Loads a page, of a width and in a colour scheme; nothing may be blocked, fail or go to the network."""
    path = tmp_path / "page.html"

    def load(content: str, width: int = 1280, scheme: str = "light") -> Any:
        path.write_text(content, encoding="utf-8")
        _load(browser, path.as_uri(), width, scheme)
        return browser

    def load_in_firefox(content: str, width: int = 1280, scheme: str = "light") -> Any:
        path.write_text(content, encoding="utf-8")
        firefox.resize(browser, width, 900)
        firefox.dark(browser, scheme == "dark")
        browser.get(path.as_uri())
        assert browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)") == []
        return browser

    return load_in_firefox if hasattr(browser, "marionette") else load


def _load(browser: Any, url: str, width: int, scheme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get_log("performance")
    browser.get(url)
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert asked == [url]


def find(browser: Any, selector: str) -> list[Any]:
    return list(browser.find_elements("css selector", selector))


def wait_for(condition: Callable[[], Any]) -> None:
    """Wait until it holds; cards come after a moment."""
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def ground_of(element: Any) -> str:
    """Its background colour; browsers say the same colour with and without an alpha of one."""
    return str(element.value_of_css_property("background-color")).replace("rgba", "rgb").replace(", 1)", ")")


def visible_cards(browser: Any) -> list[str]:
    return [card.text for card in find(browser, ".vn-tip") if card.is_displayed()]


def test_elements_and_colours(show: Any) -> None:
    browser = show(page(vnnews.analyze(TEXT, "2015-11-21")))
    colours = {}
    for kind in ("per", "org", "loc", "law", "time", "fact"):
        mark = find(browser, f".vn-text .vn-{kind}.vn-m")[0]
        colours[kind] = mark.value_of_css_property("background-color")
    assert len(set(colours.values())) == len(colours)
    failed = find(browser, "tr.vn-bad")
    assert ["28" in row.text and "17 + 12 = 29, stated 28" in row.text for row in failed] == [True]
    assert (
        failed[0].find_element("css selector", "td").value_of_css_property("background-color") not in colours.values()
    )
    assert "1 of 2 checks fails" in find(browser, ".vn-alert")[0].text
    assert [row.text for row in find(browser, ".vn-panel .vn-per li")] == ["Lê Khắc Bình\nGiám đốc Sở"]
    assert "2015-11-20" in find(browser, ".vn-dates li")[0].text
    assert len(find(browser, ".vn-strip a")) == 2


def test_cards_on_hover_and_on_focus(show: Any) -> None:
    from selenium.webdriver import ActionChains, Keys

    browser = show(page(vnnews.analyze(TEXT, "2015-11-21")))
    assert visible_cards(browser) == []
    mark = next(mark for mark in find(browser, ".vn-text .vn-time") if "Sáng" in mark.text)
    ActionChains(browser).move_to_element(mark).perform()
    wait_for(lambda: visible_cards(browser))
    (card,) = visible_cards(browser)
    assert card.startswith("Time\n2015-11-20TMO")
    ActionChains(browser).move_to_element(find(browser, ".vn-about")[0]).perform()
    assert visible_cards(browser) == []
    seen = []
    for _ in range(30):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        seen += visible_cards(browser)
    assert any(card.startswith("Place\nNghệ An") for card in seen)
    assert any("✗ check 17 + 12 = 29, stated 28" in card for card in seen)
    assert len(find(browser, ".vn-text .vn-m[tabindex]")) == len(seen)


def test_a_card_does_not_catch_a_pointer_on_its_way(show: Any) -> None:
    """Cards open below their mark, over the lines that a pointer may be going to."""
    from selenium.webdriver import ActionChains

    browser = show(page(vnnews.analyze(TEXT, "2015-11-21")))
    above, below = find(browser, ".vn-text h1 .vn-loc")[0], find(browser, ".vn-text p .vn-time")[0]
    ActionChains(browser, duration=20).move_to_element(above).move_by_offset(0, 30).move_to_element(below).perform()
    wait_for(lambda: visible_cards(browser))
    assert [card.splitlines()[0] for card in visible_cards(browser)] == ["Time"]


def test_cards_stay_in_the_window(show: Any) -> None:
    for width in (1280, 800, 390):
        browser = show(page(vnnews.analyze(TEXT, "2015-11-21")), width)
        for mark in find(browser, ".vn-text .vn-m[tabindex]"):
            browser.execute_script("arguments[0].focus()", mark)
            (box,) = [card.rect for card in find(browser, ".vn-tip") if card.is_displayed()]
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_boxes_turn_colours_off(show: Any) -> None:
    browser = show(page(vnnews.analyze(TEXT, "2015-11-21")))
    place = find(browser, ".vn-text .vn-loc.vn-m")[0]
    before = place.value_of_css_property("background-color")
    find(browser, ".vn-show-loc")[0].click()
    assert place.value_of_css_property("background-color") == "rgba(0, 0, 0, 0)"
    find(browser, ".vn-show-loc")[0].click()
    assert place.value_of_css_property("background-color") == before


def test_an_entry_of_the_panel_shows_its_mentions(show: Any) -> None:
    from selenium.webdriver import ActionChains

    browser = show(page(vnnews.analyze("Bà Lê Thị Hoa nói. Bà Hoa đi. Ông Trần Văn Út cười.")))
    shadows = lambda: [mark.value_of_css_property("box-shadow") for mark in find(browser, ".vn-text .vn-per.vn-m")]  # noqa: E731
    assert set(shadows()) == {"none"}
    ActionChains(browser).move_to_element(find(browser, ".vn-panel li")[0]).perform()
    assert [shadow != "none" for shadow in shadows()] == [True, True, False]


CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const behind = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor);
  if (c[3] > 250) return c; } return [255, 255, 255, 255]; };
document.querySelectorAll('.vn-tip').forEach(tip => tip.style.display = 'grid');
const result = [];
for (const e of document.querySelectorAll('.vn *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
  const style = getComputedStyle(e);
  const text = light(rgba(e.closest('svg') ? style.fill : style.color)), ground = light(behind(e));
  const ratio = (Math.max(text, ground) + .05) / (Math.min(text, ground) + .05);
  result.push([ratio, e.className + ' ' + e.textContent.slice(0, 30)]);
}
return result;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(show: Any, scheme: str) -> None:
    """All text is at least as readable as WCAG AA asks, on each of its grounds."""
    extra = " Luật Đất đai 2024, Tết Nguyên đán, Truyện Kiều. Cháu bé thích iPhone 15. Lễ hội SEA Games 31."
    browser = show(page(vnnews.analyze(TEXT + extra, "2015-11-21")), scheme=scheme)
    measured = browser.execute_script(CONTRAST)
    assert len(measured) > 100
    assert [entry for entry in measured if entry[0] < 4.5] == []


def test_light_and_dark(show: Any) -> None:
    grounds = [
        ground_of(find(show(page(vnnews.analyze(TEXT)), scheme=scheme), "body")[0]) for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(252, 251, 248)", "rgb(23, 24, 27)"]


def test_hostile_article_in_a_browser(show: Any) -> None:
    from selenium.webdriver import ActionChains, Keys

    browser = show(page(hostile()))
    for _ in range(40):
        ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.execute_script("return window.hacked") is None
    assert find(browser, "script, img, iframe, [onerror], [onfocus], a[href^='javascript']") == []
    assert len(find(browser, "body > *")) == 1
    browser = show(
        "<!doctype html><meta charset=utf-8><title>x</title><link rel=icon href=data:,><body>" + fragment(hostile())
    )
    assert browser.execute_script("return window.hacked") is None
    assert len(find(browser, "body > *")) == 1


def test_fragments_leave_their_surroundings_alone(show: Any) -> None:
    around = "<h1>Sổ tay</h1><p class=x>Một <a href=#>đường</a></p><table><tr><td>1</td></tr></table>"
    head = "<!doctype html><meta charset=utf-8><title>x</title><link rel=icon href=data:,>"
    looks = "return [...document.querySelectorAll('body > h1, .x, .x a, body > table td')].map(e => {"
    looks += "const s = getComputedStyle(e); return [s.color, s.font, s.margin,"
    looks += "s.padding, s.backgroundColor, s.textDecoration, s.border].join() })"
    alone = show(f"{head}<body>{around}").execute_script(looks)
    one, two = vnnews.analyze(TEXT), vnnews.analyze("Huế có 3 sông.")
    browser = show(f"{head}<body>{around}{fragment(one)}{fragment(two)}")
    assert browser.execute_script(looks) == alone
    assert browser.execute_script(
        "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return new Set(ids).size == ids.length"
    )


NOTEBOOK = """<style>
.jp-RenderedHTMLCommon a:link { color: blue; text-decoration: none }
.jp-RenderedHTMLCommon ul:not(.list-inline), .jp-RenderedHTMLCommon ol:not(.list-inline) { padding-left: 2em }
.jp-RenderedHTMLCommon ul { list-style: disc } .jp-RenderedHTMLCommon ul li { margin-bottom: 1em }
.jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { text-align: right; padding: 0.5em; max-width: none }
.jp-RenderedHTMLCommon tbody tr:nth-child(odd) { background: #abcdef }
.jp-RenderedHTMLCommon h1, .jp-RenderedHTMLCommon h2 { font-weight: normal; margin: 3em; line-height: 1 }
.jp-RenderedHTMLCommon p { margin: 2em } .jp-RenderedHTMLCommon svg { height: auto; max-width: 50% }
</style>"""


def test_styles_of_a_notebook_do_not_win(show: Any) -> None:
    looks = """return [...document.querySelectorAll('.vn-frame .vn *')].map(e => { const s = getComputedStyle(e);
      return [s.color, s.backgroundColor, s.fontWeight, s.fontSize, s.lineHeight, s.padding, s.margin, s.textAlign,
      s.listStyleType, s.textDecorationLine].join() + e.outerHTML.slice(0, 60) })"""
    head = "<!doctype html><meta charset=utf-8><title>x</title><link rel=icon href=data:,>"
    body = fragment(vnnews.analyze(TEXT, "2015-11-21"))
    alone = show(f"{head}<body>{body}").execute_script(looks)
    inside = show(f"{head}{NOTEBOOK}<body class=jp-RenderedHTMLCommon>{body}").execute_script(looks)
    assert [pair for pair in zip(alone, inside, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("theme", "ground"),
    [
        ("<body data-jp-theme-light=false>", "rgb(23, 24, 27)"),
        ("<body data-jp-theme-light=true>", "rgb(252, 251, 248)"),
        ("<body class=vscode-dark>", "rgb(23, 24, 27)"),
    ],
)
def test_theme_of_a_notebook(show: Any, theme: str, ground: str) -> None:
    scheme = "light" if "23" in ground else "dark"  # of the system; that of the notebook wins
    head = "<!doctype html><meta charset=utf-8><title>x</title><link rel=icon href=data:,>"
    browser = show(f"{head}{theme}{fragment(vnnews.analyze(TEXT))}", scheme=scheme)
    assert ground_of(find(browser, ".vn")[0]) == ground


def test_screenshot(show: Any, tmp_path: Path) -> None:
    """Something is drawn: many colours, on a phone as on a desk, by day as by night."""
    for width, scheme in ((1280, "light"), (390, "dark")):
        browser = show(page(vnnews.analyze(TEXT, "2015-11-21")), width, scheme)
        assert len(base64.b64decode(browser.get_screenshot_as_base64())) > 30_000
