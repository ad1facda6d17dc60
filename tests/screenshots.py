"""Takes the README's screenshots of a rendered site: `python tests/screenshots.py site docs` (`make pictures`)."""

import sys
from pathlib import Path

from browser import chromium, opened

LIMITS = "#run=infer-amp-nchw-pt291-cu130-5090&budget=1&license=permissive&search=hgnetv2"
SHOTS = {
    "picker.png": {"viewport": {"width": 1400, "height": 1190}, "color_scheme": "light"},
    "picker-on-a-phone.png": {"viewport": {"width": 375, "height": 1190}, "color_scheme": "dark"},
}


def main(site: Path, out: Path) -> None:
    with chromium() as browser:
        for name, options in SHOTS.items():
            page, _ = opened(browser, site / "index.html", LIMITS, **options)
            page.screenshot(path=out / name)
            page.context.close()
            print(out / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
