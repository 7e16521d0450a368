"""The servers come first: the settings read their addresses, and everything below imports Django."""

from tests import servers

servers.start()

import pytest  # noqa: E402

from tests import browser  # noqa: E402


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = browser.find()
    if not path:
        pytest.fail("No Chromium here: bin/test gets one, or CHROMIUM_PATH names one.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": browser.ARGUMENTS}
