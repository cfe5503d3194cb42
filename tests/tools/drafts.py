"""The drafts as they lie in a browser's database, read and written past the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

IN_DATABASE = """async ([version, work, given]) => {
    const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const opening = indexedDB.open("wenbiao", version);
    opening.onupgradeneeded = () => {
        opening.result.createObjectStore("drafts", {keyPath: "key"});
        opening.result.createObjectStore("settings");
    };
    const database = await done(opening);
    const drafts = database.transaction("drafts", "readwrite").objectStore("drafts");
    if (work === "put") for (const draft of given) await done(drafts.put(draft));
    const all = await done(drafts.getAll());
    database.close();
    return all;
}"""


def stored(page: Page) -> list[dict[str, Any]]:
    """All drafts of all forms; what the page had begun to write before is in them."""
    return list(page.evaluate(IN_DATABASE, [2, "get", []]))


def store(page: Page, *drafts: dict[str, Any], version: int = 2) -> None:
    """Puts drafts into the database, which has this version's layout."""
    page.evaluate(IN_DATABASE, [version, "put", list(drafts)])
