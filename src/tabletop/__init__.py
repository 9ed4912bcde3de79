"""tabletop: a terminal simulator for policy wargames."""

from __future__ import annotations

__version__ = "0.3.0"
