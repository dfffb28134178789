"""A learner at a hub with a real Chromium: log in, run a lesson, answer a question."""

from __future__ import annotations

import time

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGS, chromium_path

MINUTE = 60_000
CONNECTED = """async ([address, lesson]) => {
    const token = document.cookie.match(/_xsrf=([^;]*)/)?.[1] ?? "";
    const reply = await fetch(address, { headers: { "X-XSRFToken": token } });
    const sessions = reply.ok ? await reply.json() : [];
    return sessions.some(({ path, kernel }) =>
        path.endsWith(lesson) && kernel.execution_state === "idle" && kernel.connections);
}"""
OPTION = ".q-question:has(.q-option input[type=radio])"


def visit(hub: str, name: str, lesson: str) -> dict[str, float]:
    """Log in, wait for the server, run the lesson, answer; return seconds by step.

    Raises:
        playwright.sync_api.Error: a step did not come to its end.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_ARGS, "--no-sandbox"]
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            return _lesson(page, hub, name, lesson)
        finally:
            browser.close()


def _lesson(page, hub: str, name: str, lesson: str) -> dict[str, float]:
    page.set_default_timeout(3 * MINUTE)
    page.goto(f"{hub}/hub/login?next=/hub/spawn")
    page.fill("#username_input", name)
    page.fill("#password_input", "a class on one machine")
    began = time.perf_counter()
    page.click("#login_submit")
    page.wait_for_url(f"**/user/{name}/lab**", timeout=5 * MINUTE)
    found = {"server": time.perf_counter() - began}
    page.goto(f"{hub}/user/{name}/lab/tree/module/notebooks/{lesson}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=5 * MINUTE)
    # The page says idle before there is a kernel: ask the server.
    sessions = f"{hub}/user/{name}/api/sessions"
    page.wait_for_function(CONNECTED, arg=[sessions, lesson], timeout=5 * MINUTE)
    # And the page learns of it a little later; its status line says so.
    page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/", timeout=5 * MINUTE)
    page.wait_for_timeout(500)
    page.click("#jp-MainMenu >> text=Run")
    page.click(".lm-Menu-item[data-command='runmenu:run-all']")
    page.wait_for_selector(".jp-OutputArea iframe", state="attached", timeout=5 * MINUTE)
    found["picture"] = time.perf_counter() - began
    question = page.locator(OPTION).first
    question.wait_for(state="attached", timeout=5 * MINUTE)
    question.locator("input[type=radio]").first.check()
    clicked = time.perf_counter()
    question.locator(".q-check").click()
    page.wait_for_function(
        "(found) => [...document.querySelectorAll(found)].some((e) => e.innerText.trim())",
        arg=".q-result",
        timeout=5 * MINUTE,
    )
    found["answer"] = time.perf_counter() - clicked
    return found
