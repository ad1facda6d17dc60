"""Writes a file whole or not at all."""

from pathlib import Path

from in_turn import Patience, turn


def write_whole(target: Path, content: str | bytes) -> None:
    part = target.with_name(f".{target.name}.part")
    # In turn, so that of two runs each writes and moves its own part.
    with turn(target.parent, Patience(target.parent)):
        try:
            part.write_bytes(content.encode() if isinstance(content, str) else content)
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)
            raise
