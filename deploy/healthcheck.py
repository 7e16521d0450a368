"""`healthcheck.py PORT`: ends with 0 if the process of this container says that it is well."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

# Asked as the proxy would: other host names and plain HTTP are turned away.
public = urlsplit(os.environ["PUBLIC_BASE_URL"])
request = urllib.request.Request(f"http://127.0.0.1:{int(sys.argv[1])}/health/")
request.add_header("Host", public.netloc)
request.add_header("X-Forwarded-Proto", public.scheme)
urllib.request.urlopen(request, timeout=4)
