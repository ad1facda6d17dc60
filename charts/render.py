"""The command that draws the charts: `python charts/render.py [NAME...] [--out DIR] [--format html,png,svg]`."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from duckdb import DuckDBPyConnection

from catalogue import CHARTS
from chart import Families
from database import open_database
from figure import Figure, read_figures
from page import chart_page, write_bundle, write_whole
from picture import png, svg

CONTENTS = {"html": chart_page, "png": png, "svg": svg}


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message} (`python charts/render.py --help` says more)\n")


def main() -> None:
    arguments = parse_arguments()
    charts = [chart for chart in CHARTS if not arguments.names or chart.name in arguments.names]
    with open_database() as connection:
        figures, families = read_figures(connection, charts)
        try:
            script = write_all(figures, arguments.out, arguments.formats, len(families.all))
            if script and not arguments.names:
                write_index(connection, figures, families, arguments.out, script)
        except OSError as error:
            sys.exit(f"{arguments.out} cannot be written to: {error}")


def parse_arguments() -> argparse.Namespace:
    names = [chart.name for chart in CHARTS]
    parser = OneLineParser(description="Draws the charts from the built database.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all, or some of {', '.join(names)}")
    parser.add_argument("--out", type=Path, default=Path("site"), metavar="DIR", help="where to write (site)")
    parser.add_argument(
        "--format", action="append", default=[], help=f"{', '.join(CONTENTS)}: one, a list, or the option again (html)"
    )
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(names)):
        parser.error(f"no chart is named {', '.join(unknown)}; there are {', '.join(names)}")
    arguments.formats = ",".join(arguments.format).split(",") if arguments.format else ["html"]
    if unknown := sorted(set(arguments.formats) - set(CONTENTS)):
        parser.error(f"no format is named {', '.join(unknown)}; there are {', '.join(CONTENTS)}")
    return arguments


def write_all(figures: list[Figure], out: Path, formats: list[str], families: int) -> str | None:
    """The script that the pages share, if there are pages."""
    out.mkdir(parents=True, exist_ok=True)
    script = write_bundle(out) if "html" in formats else None
    for figure in figures:
        for form in formats:
            write_whole(out / f"{figure.name}.{form}", CONTENTS[form](figure, families))
        print(f"{out / figure.name}.{','.join(formats)}: {figure.title}")
    return script


def write_index(
    connection: DuckDBPyConnection, figures: list[Figure], families: Families, out: Path, script: str
) -> None:
    # Some charts alone need not wait for what the index needs.
    from index import index_page  # noqa: PLC0415

    write_whole(out / "index.html", index_page(connection, figures, families.hued, script))
    print(out / "index.html")


if __name__ == "__main__":
    main()
