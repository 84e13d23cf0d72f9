"""What people do in the dialogs of an action."""

from playwright.sync_api import Page, expect

from tests.screens.browser import alive


def act(page: Page, title: str, fields: dict[str, str] | None = None) -> None:
    """Press an action, fill its fields in, and come to what it will record."""
    page.get_by_role("button", name=title, exact=True).click()
    if fields is not None:
        for label, value in fields.items():
            page.get_by_role("dialog").get_by_label(label).fill(value)
        page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("确认后将在台账登记以下")).to_be_visible()


def confirm(page: Page, *facts: str) -> None:
    """Read what will be recorded, have it recorded, and wait for the page that comes after."""
    with page.expect_navigation():
        confirm_here(page, *facts)
    alive(page)


def confirm_here(page: Page, *facts: str) -> None:
    """Read what will be recorded, then have it recorded; the page stays."""
    dialog = page.get_by_role("dialog")
    for fact in facts:
        expect(dialog.locator(".q-item__label").get_by_text(fact, exact=True)).to_be_visible()
    dialog.get_by_role("button", name="确认办理").click()
    expect(dialog.get_by_text("已登记")).to_be_visible()
    dialog.get_by_role("button", name="完成").click()
    expect(dialog).to_have_count(0)


def say(page: Page, button: str, words: str) -> None:
    """Answer what a button asks for."""
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox").fill(words)
    page.get_by_role("dialog").get_by_role("button", name="下一步").click()
