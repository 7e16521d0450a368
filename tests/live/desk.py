"""The desk as a person sees it: what stands on the page, by the words of the page."""

from playwright.sync_api import Locator, Page, expect

from tests.brand import Brand


class Desk:
    """One signed-in person's tab. `complaints` are what the browser's console had to say."""

    def __init__(self, page: Page, brand: Brand, base_url: str):
        self.page, self.brand, self.base_url = page, brand, base_url
        self.complaints: list[str] = []
        self.forgiven: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("dialog", self._opened)

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _opened(self, dialog):
        self.complaints.append(f"{self.page.url}: a script said {dialog.message!r}")
        dialog.dismiss()

    def forgive(self, words: str):
        """The browser itself notes answers of 4xx and lost connections: what a test brings about is no fault."""
        self.forgiven.append(words)

    @property
    def faults(self) -> list[str]:
        return [said for said in self.complaints if not any(words in said for words in self.forgiven)]

    def open(self, path: str = "/inbox/unassigned/") -> "Desk":
        """Returns when the live stream is open: what happens from now on must show by itself."""
        self.page.goto(f"{self.base_url}/a/{self.brand.account.slug}{path}")
        return self.ready()

    def ready(self) -> "Desk":
        """The page's scripts run and its live stream is open."""
        expect(self.page.locator("live-state[data-state=open]")).to_be_attached()
        return self

    # The list

    @property
    def badge(self) -> Locator:
        return self.page.locator("#rail [data-unread]")

    def row(self, words: str) -> Locator:
        return self.page.locator("#rows a[data-row]", has_text=words)

    @property
    def rows(self) -> Locator:
        return self.page.locator("#rows a[data-row]")

    @property
    def picked(self) -> Locator:
        """How many rows are chosen, as the bar below the list says it."""
        return self.page.locator("bulk-bar .bulk__count")

    @property
    def toast(self) -> Locator:
        return self.page.locator("toast-area .toast").last

    def count(self, view: str) -> Locator:
        return self.page.locator("#views a", has_text=view).locator(".views__count")

    # The ticket

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    def message(self, words: str) -> Locator:
        return self.page.locator("#entries > .message", has_text=words)

    def delivery(self, words: str) -> Locator:
        return self.message(words).locator(".delivery:visible")

    @property
    def status(self) -> Locator:
        return self.page.locator("#ticket-head .head__facts .tag")

    @property
    def box(self) -> Locator:
        return self.page.locator("#reply")

    @property
    def refusal(self) -> Locator:
        return self.page.locator("#refusal")

    @property
    def colleagues(self) -> Locator:
        """Who else is in the open ticket."""
        return self.page.locator("#colleagues")

    def button(self, name, **options) -> Locator:
        return self.page.get_by_role("button", name=name, **options)

    def write(self, words: str) -> None:
        self.box.fill(words)
        self.box.press("Control+Enter")

    def press(self, keys: str) -> None:
        for key in keys.split():
            self.page.keyboard.press(key)

    def assign(self, to: str) -> None:
        self.page.locator("[popovertarget=assignment]").click()
        self.assignees.filter(has_text=to).click()

    @property
    def assignees(self) -> Locator:
        return self.page.locator("#assignment").get_by_role("option")

    @property
    def tags(self) -> Locator:
        return self.page.get_by_role("list", name="Tags").get_by_role("listitem")

    def tag(self, typed: str) -> None:
        self.press("t")
        self.page.get_by_role("combobox", name="Find or make a tag").fill(typed)
        expect(self.page.get_by_role("option").first).to_be_visible()
        self.press("Enter")

    @property
    def focused(self) -> Locator:
        return self.page.locator("*:focus")

    def has_said(self, words: str) -> Locator:
        """A line of the ticket's history in the thread."""
        return self.page.locator("#entries .event", has_text=words)
