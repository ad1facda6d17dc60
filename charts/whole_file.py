"""Writes a file whole or not at all."""

from pathlib import Path


def write_whole(target: Path, content: str | bytes) -> None:
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(target)
