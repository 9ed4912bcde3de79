"""The three palettes. Colour is never the only sign: whatever it says is also said by a word or a glyph.

Texts are styled with the names of the variables below (`$muted`, `$rung-4`), which are looked up when a line
is painted, so that a change of theme needs no new texts.
"""

from __future__ import annotations

from textual.theme import Theme

INK, STRONG, MUTED, FAINT, RULE = "$ink", "$strong", "$muted", "$faint", "$rule"
ACCENT, GOOD, BAD, WARN = "$accent", "$good", "$bad", "$warn"
TITLE = "$strong bold"
HEADING = "$accent bold"

ORDER = ("tabletop", "tabletop-contrast", "tabletop-safe")
"""Names of the themes in the order in which `t` goes through them."""

LABELS = {"tabletop": "default", "tabletop-contrast": "high contrast", "tabletop-safe": "colour-blind safe"}
"""What the themes are called on the screen."""


def rung_style(rung: float | None) -> str:
    """The style for an escalation rung 0-9 (the nearest whole one, as for its word); muted when it is not known."""
    return MUTED if rung is None else f"$rung-{max(0, min(9, round(rung)))}"


def _palette(
    page: str, panel: str, cursor: str, inks: tuple[str, str, str, str, str], signs: tuple[str, str, str], ramp: str
) -> dict[str, str]:
    names = dict(zip(("ink", "strong", "muted", "faint", "rule"), inks, strict=True))
    names |= dict(zip(("good", "bad", "warn"), signs, strict=True))
    names |= {f"rung-{step}": colour for step, colour in enumerate(ramp.split())}
    return names | {"page": page, "panel-page": panel, "cursor": cursor, "scrollbar-background": page}


def _theme(name: str, accent: str, variables: dict[str, str]) -> Theme:
    page, panel, ink = variables["page"], variables["panel-page"], variables["ink"]
    quiet = dict.fromkeys(("scrollbar-corner-color", "scrollbar-background-hover", "scrollbar-background-active"), page)
    bars = {"scrollbar": variables["rule"], "scrollbar-hover": variables["faint"], "scrollbar-active": accent}
    cursor = {"block-cursor-background": variables["cursor"], "block-cursor-foreground": variables["strong"]}
    return Theme(
        name=name,
        primary=accent,
        secondary=variables["muted"],
        accent=accent,
        foreground=ink,
        background=page,
        surface=panel,
        panel=panel,
        success=variables["good"],
        warning=variables["warn"],
        error=variables["bad"],
        variables=variables | quiet | bars | cursor,
    )


def themes() -> tuple[Theme, ...]:
    """The themes in the order of ORDER."""
    default = _palette(
        "#10161c",
        "#18212a",
        "#1f2f3d",
        ("#ccd5dc", "#f2f6f9", "#8796a3", "#566573", "#2b3844"),
        ("#7cc7a0", "#ec8b78", "#e3b866"),
        "#6d8797 #7399a5 #85ab9f #bcb57c #d9ab60 #e39554 #e77d4f #e6644e #e8595d #ea5f84",
    )
    contrast = _palette(
        "#000000",
        "#0c0c0c",
        "#00408a",
        ("#ffffff", "#ffffff", "#dcdcdc", "#b4b4b4", "#8c8c8c"),
        ("#5cff9d", "#ff8080", "#ffd24d"),
        "#b8d8ff #a8e0ff #a8ffd8 #f4ff9c #ffe45c #ffc24d #ffa24d #ff8a66 #ff7a7a #ff8ad0",
    )
    safe = _palette(
        "#11151a",
        "#1a2028",
        "#26384d",
        ("#d3d9de", "#f6f8fa", "#9aa6b1", "#5d6a76", "#2f3a45"),
        ("#56b4e9", "#e69f00", "#f0e442"),
        "#6c7fa8 #7586a3 #808e9c #8f9793 #a3a388 #b8b07a #cdbe69 #e0cc57 #efda48 #fce83a",
    )
    return (
        _theme(ORDER[0], "#79b8e8", default),
        _theme(ORDER[1], "#ffe600", contrast),
        _theme(ORDER[2], "#cc9fd0", safe),
    )
