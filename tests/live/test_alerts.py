"""What admins must know shows on their pages by itself, and a button puts it away."""

from playwright.sync_api import expect

PATH = "settings/sms/"


def test_an_alert_shows_without_reload_to_who_runs_the_account_and_goes_with_a_button(house, desk):
    alice, bob = desk("alice"), desk("bob")
    with house.inside():
        house.account.raise_alert("number-1-30034", "The number is not registered.", PATH)
    expect(alice.page.get_by_text("The number is not registered.")).to_be_visible()
    expect(bob.page.get_by_text("The number is not registered.")).to_have_count(0)
    alice.page.get_by_role("button", name="Put this away").click()
    expect(alice.page.get_by_text("The number is not registered.")).to_have_count(0)
    with house.inside():
        house.account.refresh_from_db()
        assert house.account.standing_alerts == []
