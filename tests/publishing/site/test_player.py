"""The player in a real browser, under the strict policy that the preview server sends."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from narrate.model import Podcast
from narrate.publishing.site.build import build
from narrate.publishing.site.embed import snippet
from narrate.publishing.site.progress import noted
from narrate.publishing.site.recordings import of_file
from narrate.publishing.site.server import serving
from tests.publishing.site.conftest import FERRY, Make, Recorded, made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]
NOW = "document.querySelector('audio').currentTime"
#: A host page: its article was edited after it was narrated, and holds furniture.
HOST = """<!doctype html><html lang=en><meta charset=utf-8>
<link rel=icon href=cover.png><title>Host</title><main><h1>The ferry is back!</h1>
{snippet}
<div id="story"><p>The <a href="#x">ferry left</a> at seven with <em>forty</em> people on board.
Nobody had expected, or hoped for, so many of them.</p>
<aside class="share"><button>Share</button></aside>
<h2>What it costs</h2><p>A ticket is $5.20, and children under ten travel free.
The board says that it will stay so until spring at least.</p>
<p>A new paragraph that nobody has read out.</p>
<p>“We counted twice,” said the harbour master, who had not slept.</p></div></main></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, recorded: Recorded) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    for name in ("ferry", "tram"):
        made(recorded, folder, FERRY.replace("ferry", name), name=name)
    build(folder, Podcast(title="Read to you"))
    return folder


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a site of two recordings, and its folder."""
    folder = Path(shutil.copytree(built, tmp_path / "site"))
    with serving(folder) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", folder
        server.shutdown()


@pytest.fixture
def page(browser: Browser, site: tuple[str, Path]) -> Iterator[Page]:
    """A page that complains of any error; it is closed before the site's server is."""
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert not wrong


def until(page: Page, condition: str) -> None:
    """Wait for it; Playwright's own way to wait is refused by the page's policy."""
    deadline = time.monotonic() + 15
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(30)


def sentence(page: Page, text: str):
    return page.locator(".narrate-sentence", has_text=text).first


def test_sound_really_plays_and_the_highlight_follows(page: Page, site) -> None:
    page.goto(site[0] + "ferry.html")
    page.get_by_role("button", name="Play").click()
    until(page, f"{NOW} > 0.3")
    expect(page.locator(".narrate-now").first).to_have_text("The ferry is back")
    until(page, "CSS.highlights.get('narrate-word')?.size === 1")
    expect(sentence(page, "forty people")).to_have_attribute("aria-current", "true", timeout=9000)
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("document.querySelector('audio').paused")


def test_a_click_on_a_sentence_plays_from_there(page: Page, site) -> None:
    page.goto(site[0] + "ferry.html")
    sentence(page, "children under ten").click()
    until(page, f"{NOW} > 1")
    expect(sentence(page, "children under ten")).to_have_attribute("aria-current", "true")


def test_the_keyboard_alone_suffices(page: Page, site) -> None:
    page.goto(site[0] + "ferry.html")
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    until(page, f"{NOW} > 0.2")
    page.keyboard.press("Space")
    assert page.evaluate("document.querySelector('audio').paused")
    page.get_by_role("slider", name="Position").focus()
    before = page.evaluate(NOW)
    page.keyboard.press("ArrowRight")
    until(page, f"{NOW} > {before}")
    page.get_by_role("combobox", name="Speed").focus()
    page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('select').value === '1.25'")
    page.locator(".narrate-sentence[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('audio').paused")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.25
    assert "Nobody had" in page.evaluate("document.activeElement.textContent")


def test_skips_chapters_and_time(page: Page, site) -> None:
    page.goto(site[0] + "ferry.html")
    page.get_by_role("combobox", name="Chapter").select_option("What it costs")
    until(page, f"{NOW} > 3")
    second = page.evaluate(NOW)
    page.get_by_role("button", name="Back 15 seconds").click()
    until(page, f"{NOW} < 1")
    page.get_by_role("button", name="Forward 15 seconds").click()
    until(page, f"{NOW} > {second}")
    said = page.get_by_role("slider", name="Position").get_attribute("aria-valuetext")
    assert said
    assert " of 0:" in said


def test_it_remembers_where_one_was(page: Page, site) -> None:
    page.goto(site[0] + "ferry.html")
    page.evaluate("document.querySelector('audio').currentTime = 7.5")
    until(page, f"{NOW} > 7")
    page.goto(site[0] + "index.html")
    page.goto(site[0] + "ferry.html")
    until(page, f"Math.abs({NOW} - 7.5) < 0.2")


def test_it_reads_along_in_an_edited_article_of_the_host(page: Page, site) -> None:
    address, folder = site
    shown = snippet(of_file(folder / "ferry.mp3"))
    (folder / "host.html").write_text(HOST.format(snippet=shown))
    page.goto(address + "host.html")
    found = page.evaluate(
        "[...document.querySelectorAll('.narrate-sentence')].map(s => s.textContent)"
    )
    text = " ".join(" ".join(found).split())
    assert "Nobody had expected, or hoped for, so many of them." in text
    assert "“We counted twice,” said" in text.replace("  ", " ")
    assert "Share" not in text
    assert "nobody has read out" not in text
    assert page.locator("#story a").inner_text() == "ferry left"
    sentence(page, "until spring").click()
    until(page, f"{NOW} > 5")


def test_only_one_of_several_plays(page: Page, site) -> None:
    address, folder = site
    both = "".join(
        snippet(of_file(folder / f"{name}.mp3"), text="none") for name in ("ferry", "tram")
    )
    (folder / "two.html").write_text(
        f"<!doctype html><html lang=en><link rel=icon href=cover.png><title>2</title>{both}</html>"
    )
    page.goto(address + "two.html")
    first, second = (page.get_by_role("group").nth(n).get_by_role("button") for n in (0, 1))
    playing = "[...document.querySelectorAll('audio')].map(a => !a.paused)"
    first.nth(1).click()
    until(page, f"{NOW} > 0.1")
    second.nth(1).click()
    until(page, f"JSON.stringify({playing}) === '[false,true]'")


def test_without_scripts_it_is_a_plain_player(browser: Browser, site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site[0] + "ferry.html")
    assert page.locator("audio[controls]").is_visible()
    assert page.locator("audio").bounding_box()["width"] > 200  # type: ignore[index]
    context.close()


@pytest.mark.parametrize("name", ["ferry.html", "index.html", "ferry.embed.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site, name: str, scheme: str) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto(site[0] + name)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_hostile_text_stays_inert(page: Page, make: Make, site) -> None:
    from tests.publishing.site.test_build import HOSTILE

    make(HOSTILE, name="x")
    build(site[1], Podcast(title="Read to you"))
    page.on("dialog", lambda dialog: pytest.fail(f"it ran: {dialog.message}"))
    page.goto(site[0] + "x.html")
    page.wait_for_selector(".narrate-ready")
    assert page.locator("h1").inner_text().startswith('alert(1) ]]> "quoted"')
    assert page.locator("article img").count() == 0


def test_nothing_is_asked_of_others_and_no_cookie_is_set(page: Page, site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site[0] + "ferry.html")
    page.wait_for_selector(".narrate-ready")
    assert asked
    assert all(url.startswith(site[0]) for url in asked)
    assert page.context.cookies() == []


def test_in_a_language_from_right_to_left_nothing_overlaps(page: Page, make: Make, site) -> None:
    words = "هذه جملة قصيرة عن العبارة التي تعود اليوم إلى الميناء بعد غياب طويل جدا."
    body = f"<article><h1>عادت العبارة</h1><p>{words}</p><p>{words} {words}</p></article>"
    make(body, "<meta http-equiv=content-language content=ar>", name="rtl")
    build(site[1], Podcast(title="Read to you"))
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(site[0] + "rtl.html")
    page.wait_for_selector(".narrate-ready")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_preview_shows_what_is_being_made_and_what_has_come(
    browser: Browser, make: Make, site
) -> None:
    folder = site[1]
    with serving(folder, 0, lambda: build(folder, Podcast(title="Read to you"))) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        assert page.locator(".episodes li").count() == 2
        with noted(folder, "bus.html") as note:
            note(3, 12)
            expect(page.get_by_role("status")).to_have_text("bus.html: 3 / 12")
        make(FERRY.replace("ferry", "bus"), name="bus")
        expect(page.locator(".episodes li")).to_have_count(3)
        expect(page.get_by_role("status")).to_have_count(0)
        page.close()
        server.shutdown()


def test_the_keys_of_the_system_reach_it(page: Page, site) -> None:
    """The player tells the system what plays, and takes its orders."""
    page.add_init_script(
        "window.orders = {}; const set = MediaSession.prototype.setActionHandler;"
        "MediaSession.prototype.setActionHandler = function (name, action) {"
        " window.orders[name] = action; return set.call(this, name, action); }"
    )
    page.goto(site[0] + "ferry.html")
    page.get_by_role("button", name="Play").click()
    until(page, "navigator.mediaSession.metadata?.title === 'The ferry is back'")
    page.evaluate("orders.nexttrack()")
    until(page, f"{NOW} > 3")
    page.evaluate("orders.previoustrack()")
    until(page, f"{NOW} < 2")
    page.evaluate("orders.seekto({ seekTime: 4 })")
    until(page, f"{NOW} >= 4")
    page.evaluate("orders.pause()")
    until(page, "document.querySelector('audio').paused")


def test_speeds_go_from_half_to_three_times(page: Page, site) -> None:
    page.goto(site[0] + "ferry.html")
    speeds = page.get_by_role("combobox", name="Speed").locator("option").all_inner_texts()
    assert (speeds[0], speeds[-1]) == ("0.5×", "3×")
    page.get_by_role("combobox", name="Speed").select_option("3")
    page.get_by_role("button", name="Play").click()
    until(page, "document.querySelector('audio').playbackRate === 3")


@pytest.mark.parametrize(("motion", "behavior"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_who_wants_no_motion_gets_none(page: Page, site, motion: str, behavior: str) -> None:
    page.emulate_media(reduced_motion=motion)
    page.add_init_script(
        "window.moves = []; Element.prototype.scrollIntoView = (how) => moves.push(how.behavior);"
    )
    page.set_viewport_size({"width": 400, "height": 420})
    page.goto(site[0] + "ferry.html")
    page.get_by_role("combobox", name="Speed").select_option("3")
    page.get_by_role("button", name="Play").click()
    until(page, "moves.length > 0")
    assert page.evaluate("moves[0]") == behavior


def test_it_is_light() -> None:
    import gzip
    from importlib.resources import files

    player = files("narrate.publishing.player")
    names = ("narrate-player.js", "narrate-player.css")
    assert sum(len(gzip.compress((player / name).read_bytes(), 9)) for name in names) < 15_000
