"""Firefox for tests, with selenium's interface and without geckodriver, which Debian does not have.

Firefox itself speaks Marionette, the protocol that geckodriver translates to: commands of WebDriver as JSON over a
socket. Here selenium's commands are translated.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)

_PREFERENCES = {
    "marionette.port": 0,  # any that is free
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "ui.systemUsesDarkTheme": 0,
}
_COMMANDS = {
    "get": "Navigate",
    "findElements": "FindElements",
    "findElement": "FindElement",
    "findChildElement": "FindElement",
    "getElementText": "GetElementText",
    "getElementValueOfCssProperty": "GetElementCSSValue",
    "getElementRect": "GetElementRect",
    "clickElement": "ElementClick",
    "actions": "PerformActions",
    "w3cExecuteScript": "ExecuteScript",
    "screenshot": "TakeScreenshot",
    "setWindowRect": "SetWindowRect",
}


class Marionette:
    """A Firefox process, and what it answers to commands."""

    def __init__(self, profile: Path) -> None:
        assert FIREFOX
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        options = ["--marionette", "--headless", "--no-remote", "--remote-allow-system-access", "--profile", profile]
        self._process = subprocess.Popen([FIREFOX, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._socket = socket.create_connection(("127.0.0.1", self._port(profile)), timeout=60)
            self._answers = self._socket.makefile("rb")
            self._read()  # its greeting
        except BaseException:
            self._process.kill()
            raise
        self._number = 0

    def __call__(self, command: str, **parameters: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._read()
        assert number == self._number
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def in_window(self, script: str, *arguments: Any) -> None:
        """Run a script in the window of the browser, around the page."""
        self("Marionette:SetContext", value="chrome")
        self("WebDriver:ExecuteScript", script=script, args=list(arguments))
        self("Marionette:SetContext", value="content")

    def quit(self) -> None:
        try:
            self("Marionette:Quit", flags=["eForceQuit"])
            self._process.wait(30)
        finally:
            self._process.kill()
            self._answers.close()
            self._socket.close()

    def _port(self, profile: Path) -> int:
        end = time.monotonic() + 60
        while time.monotonic() < end and self._process.poll() is None:
            if (found := profile / "MarionetteActivePort").exists() and (port := found.read_text(encoding="ascii")):
                return int(port)
            time.sleep(0.05)
        raise RuntimeError("Firefox did not start")

    def _read(self) -> Any:
        size = b""
        while (digit := self._answers.read(1)) != b":":
            assert digit, "Firefox has gone"
            size += digit
        return json.loads(self._answers.read(int(size)))


def driver(profile: Path) -> Any:
    """A selenium driver of a new Firefox; ``driver.marionette`` is what it speaks through."""
    webdriver = pytest.importorskip("selenium.webdriver")
    remote = pytest.importorskip("selenium.webdriver.remote.remote_connection")
    config = pytest.importorskip("selenium.webdriver.remote.client_config").ClientConfig("http://127.0.0.1")
    marionette = Marionette(profile)

    class Connection(remote.RemoteConnection):  # type: ignore[misc]
        def execute(self, command: str, params: dict[str, Any]) -> Any:
            if command == "newSession":
                return {"value": marionette("WebDriver:NewSession", capabilities={})}
            if command == "quit":
                return marionette.quit()
            params = {key: value for key, value in params.items() if key != "sessionId"}
            if command == "findChildElement":
                params["element"] = params.pop("id")
            answer = marionette(f"WebDriver:{_COMMANDS[command]}", **params)
            return {"value": answer["value"] if isinstance(answer, dict) and [*answer] == ["value"] else answer}

    found = webdriver.Remote(Connection(client_config=config), options=webdriver.FirefoxOptions())
    found.marionette = marionette
    return found


def resize(driver: Any, width: int, height: int) -> None:
    """Make the page as wide as a window of a phone, which Firefox does not let windows be."""
    driver.marionette.in_window(
        "const [width, height] = arguments; window.resizeTo(Math.max(width, 500), height + 100);"
        "gBrowser.selectedBrowser.style.cssText = `max-width: ${width}px; max-height: ${height}px`",
        width,
        height,
    )


def dark(driver: Any, on: bool) -> None:
    """Whether pages are told that dark colours are wanted."""
    name = "layout.css.prefers-color-scheme.content-override"
    driver.marionette.in_window("Services.prefs.setIntPref(...arguments)", name, 0 if on else 1)
