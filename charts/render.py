"""The command that draws the charts: `python charts/render.py [NAME...] [--out DIR] [--format html,png,svg]`."""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

import duckdb

from charts import CHARTS
from database import open_database
from figure import Figure, Words, read_figure, read_words

FORMATS = ("html", "png", "svg")


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message} (see `python charts/render.py --help`)\n")


def main() -> None:
    arguments = parse_arguments()
    charts = [chart for chart in CHARTS if not arguments.names or chart.name in arguments.names]
    with open_database() as connection:
        words = read_words(connection)
        figures = [read_figure(connection, chart, words) for chart in charts]
        try:
            arguments.out.mkdir(parents=True, exist_ok=True)
            if "html" in arguments.formats:
                write_pages(connection, figures, words, arguments.out, with_index=not arguments.names)
            if {"png", "svg"} & set(arguments.formats):
                write_pictures(figures, arguments.out, arguments.formats)
        except OSError as error:
            sys.exit(f"{arguments.out} cannot be written to: {error}")
    if not arguments.names:
        index = " and index.html" if "html" in arguments.formats else ""
        print(f"{arguments.out}/: {len(figures)} charts as {', '.join(arguments.formats)}{index}")
        return
    for figure in figures:
        print(f"{arguments.out / figure.chart.name}.{','.join(arguments.formats)}: {figure.title}")


def parse_arguments() -> argparse.Namespace:
    names = [chart.name for chart in CHARTS]
    parser = OneLineParser(description="Draws the charts from the built database.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"some of {', '.join(names)} (default: all, and the index)"
    )
    parser.add_argument("--out", type=Path, default=Path("site"), metavar="DIR", help="output folder (default: site)")
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        help=f"one or more of {', '.join(FORMATS)}, separated by commas (default: html)",
    )
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.names) - set(names)):
        parser.error(f"unknown chart {', '.join(unknown)}; the charts are {', '.join(names)}")
    arguments.formats = ",".join(arguments.format).split(",") if arguments.format else ["html"]
    if unknown := sorted(set(arguments.formats) - set(FORMATS)):
        parser.error(f"unknown format {', '.join(unknown)}; the formats are {', '.join(FORMATS)}")
    return arguments


def write_pages(
    connection: duckdb.DuckDBPyConnection, figures: list[Figure], words: Words, out: Path, *, with_index: bool
) -> None:
    from page.bundle import BUNDLE, read_or_make_bundle  # noqa: PLC0415, pictures need no templates
    from page.pages import chart_page, index_page  # noqa: PLC0415

    script = read_or_make_bundle(out / BUNDLE)
    write_whole(out / BUNDLE, script)
    for figure in figures:
        write_whole(out / f"{figure.chart.name}.html", chart_page(figure, words))
    if with_index:
        write_whole(out / "index.html", index_page(connection, figures, words, script))


def write_pictures(figures: list[Figure], out: Path, formats: list[str]) -> None:
    from picture import png, svg  # noqa: PLC0415

    for figure in figures:
        if "png" in formats:
            write_whole(out / f"{figure.chart.name}.png", png(figure))
        if "svg" in formats:
            write_whole(out / f"{figure.chart.name}.svg", svg(figure))


def write_whole(target: Path, content: str | bytes) -> None:
    """A reader sees the old file or the new one, and a run that is killed leaves no half."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
