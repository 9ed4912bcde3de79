"""`python -m tabletop` is the command `tabletop`."""

from __future__ import annotations

from tabletop.cli.main import main

if __name__ == "__main__":
    main()
