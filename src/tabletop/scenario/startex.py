"""The date that the moments of a scenario count from, as the tree of its file has it."""

from __future__ import annotations

from datetime import date
from typing import Any


def startex_of(data: Any) -> str | None:
    """The date of STARTEX, such as '2026-08-10'; None when the file gives none, or one that is no date."""
    section = data.get("startex") if isinstance(data, dict) else None
    try:
        return date.fromisoformat(section["date"]).isoformat() if isinstance(section, dict) else None
    except (KeyError, TypeError, ValueError):
        return None
