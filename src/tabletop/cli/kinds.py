"""What a file that was named on the command line is: a record, a script, and whether of a campaign."""

from __future__ import annotations

from pathlib import Path

from tabletop.errors import CannotRead

_SCRIPTS = (".yaml", ".yml", ".json")


def is_script(path: Path) -> bool:
    """Whether a file is a script and not a record: by its first line, then by the end of its name."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                if b'"tabletop-record"' in file.readline(65536):
                    return False
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}") from None
    return path.suffix.lower() in _SCRIPTS


def record_is_campaign(path: Path) -> bool:
    """Whether a record holds a campaign. Raises what reading raises."""
    from tabletop.record.codec import read_records

    return read_records(path)[0].header.campaign is not None


def file_is_campaign(path: Path) -> bool:
    """Whether a file is a campaign's record or script. Raises what reading raises."""
    from tabletop.campaign.script import is_campaign_script

    return is_campaign_script(path) if is_script(path) else record_is_campaign(path)
