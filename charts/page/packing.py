"""The data of a page: tables as columns, in JSON, gzipped and in base64, so that no text in it can end an element."""

import base64
import gzip
import json
from typing import Any

DIGITS = 5


class Tables:
    """Their columns, equal ones once."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, int]] = {}
        self.places: dict[str, int] = {}  # by the column's values as JSON

    def add(self, name: str, columns: dict[str, list[Any]]) -> None:
        texts = {column: json.dumps([rounded(value) for value in values]) for column, values in columns.items()}
        self.tables[name] = {column: self.places.setdefault(text, len(self.places)) for column, text in texts.items()}

    def packed(self, **rest: Any) -> str:  # noqa: ANN401
        page = {"columns": [json.loads(text) for text in self.places], "tables": self.tables, **rest}
        text = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def rounded(value: object) -> object:
    if not isinstance(value, float):
        return value
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() else short
