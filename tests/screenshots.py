"""Takes the README's picture of a rendered site, for `make pictures`: the folder of the site, the picture."""

import sys
from pathlib import Path

from browser import chromium, opened

LIMITS = "#run=infer-amp-nchw-pt291-cu130-5090&budget=1&license=permissive&search=hgnetv2"

if __name__ == "__main__":
    site, picture = map(Path, sys.argv[1:])
    with chromium() as browser:
        page, _ = opened(browser, site.resolve() / "index.html", LIMITS, viewport={"width": 1400, "height": 1190})
        page.screenshot(path=picture)
