"""The drawn map, without a screen: projection, frame, dots, ground, signs."""

from __future__ import annotations

from math import hypot

import pytest

from tabletop.tui.atlas.chart import LAND, SEA, Chart, Sign, Way, chart
from tabletop.tui.atlas.coast import coast
from tabletop.tui.atlas.dots import Dots
from tabletop.tui.atlas.frame import Frame, frame
from tabletop.tui.atlas.ground import ground
from tabletop.tui.atlas.projection import Projection, over

SEOUL, BUSAN, TAIPEI, MANILA = (127.0, 37.5), (129.1, 35.2), (121.5, 25.0), (121.0, 14.6)
HAWAII = (-157.9, 21.3)
GULF, WASHINGTON, VIENNA = (51.5, 25.3), (-77.0, 38.9), (16.4, 48.2)
REGION = (SEOUL, BUSAN, TAIPEI, MANILA)


def text(drawn: Chart) -> list[str]:
    """The letters, row by row."""
    return ["".join(cell.letter for cell in row) for row in drawn.rows]


def sign(id_: str, point: tuple[float, float], label: str = "", **more: object) -> Sign:
    return Sign(id_, point, str(more.pop("glyph", "●")), label, "ink", **more)  # type: ignore[arg-type]


def test_the_projection_gives_the_worked_example_of_the_manual() -> None:
    """Snyder (1987), p. 332: a globe of radius 3 touched at 40 N 100 W; the point 20 S 100 E."""
    x, y = Projection(-100, 40).plane(100, -20)
    assert (3 * x, 3 * y) == pytest.approx((-4.2339303, 4.0257775))


def test_what_is_opposite_becomes_the_rim() -> None:
    globe = Projection(127, 37)
    assert globe.opposite == (-53, -37)
    for near in ((-53, -36.99), (-52.99, -37)):
        assert hypot(*globe.plane(*near)) == pytest.approx(2, abs=0.001)


def test_the_middle_of_places_across_the_date_line_lies_between_them() -> None:
    middle = over([(170, 10), (-170, 10)])
    assert abs(middle.longitude) == pytest.approx(180)


def test_the_land_is_where_it_is() -> None:
    assert len(coast()) > 500
    shown = frame(REGION, 80, 40)
    land = ground(shown).land

    def on_land(longitude: float, latitude: float) -> bool:
        x, y = shown.dot(longitude, latitude)
        return any(start <= x // 2 < end for start, end in land[int(y // 4)])

    assert [on_land(*place) for place in ((127.5, 36.5), (121.0, 23.8), (115.0, 30.0), (121.0, 16.5))] == [True] * 4
    assert [on_land(*place) for place in ((124.0, 35.0), (125.0, 28.0), (118.0, 14.0), (131.0, 39.0))] == [False] * 4


@pytest.mark.parametrize("size", [(20, 5), (60, 18), (150, 50)])
def test_the_frame_holds_what_it_shows(size: tuple[int, int]) -> None:
    shown = frame(REGION, *size)
    assert all(shown.holds(shown.dot(*point)) for point in REGION)


def test_one_far_place_does_not_make_the_rest_a_point() -> None:
    near, far = frame(REGION, 80, 20), frame((*REGION, GULF), 80, 20)
    assert far.scale == pytest.approx(near.scale)
    assert not far.holds(far.dot(*GULF))


def test_a_map_of_the_world_holds_three_capitals() -> None:
    shown = frame((SEOUL, WASHINGTON, VIENNA), 80, 20)
    assert all(shown.holds(shown.dot(*point)) for point in (SEOUL, WASHINGTON, VIENNA))


def test_a_single_place_has_a_map_too() -> None:
    shown = frame([SEOUL], 40, 10)
    assert shown.dot(*SEOUL) == pytest.approx((40, 20))


def test_dots_make_braille() -> None:
    page = Dots(2, 1)
    page.put(0, 0)
    page.put(3, 3)
    page.put(-1, 9)
    assert page.row(0) == "⠁⢀"


@pytest.mark.parametrize(
    ("start", "end", "drawn"),
    [
        ((0, 0), (3, 0), "⠉⠉"),
        ((-100, 0), (100, 0), "⠉⠉"),
        ((0, -9), (3, -9), "  "),
        ((-5, -5), (-1, 9), "  "),
        ((1, 1), (1, 1), "⠐ "),
    ],
)
def test_lines_are_cut_off_at_the_edge(start: tuple[float, float], end: tuple[float, float], drawn: str) -> None:
    page = Dots(2, 1)
    page.line(start, end)
    assert page.row(0) == drawn


def test_labels_stand_beside_their_signs_and_cover_nothing() -> None:
    drawn = chart(frame(REGION, 60, 24), [sign("a", SEOUL, "Seoul"), sign("b", BUSAN, "Busan 3")], [])
    page = "\n".join(text(drawn))
    assert all(words in page for words in ("● Seoul", "Busan 3"))
    assert all(drawn.rows[row][column].letter == "●" for row, column in drawn.at.values())


def test_of_two_at_one_place_the_first_is_labelled_beside_it() -> None:
    crowd = [sign(str(n), SEOUL, f"Label {n}", first=n == 7) for n in range(12)]
    page = text(chart(frame(REGION, 60, 24), crowd, []))
    row = next(line for line in page if "●" in line)
    assert "● Label 7" in row


@pytest.mark.parametrize(
    ("place", "words"), [(GULF, "← Far"), (HAWAII, "Far →"), ((127.0, -35.0), "↓ Far"), ((100.0, 80.0), "↑ Far")]
)
def test_a_place_outside_stands_at_the_edge_with_an_arrow(place: tuple[float, float], words: str) -> None:
    drawn = chart(frame(REGION, 60, 20), [sign("far", place, "Far")], [])
    assert "far" not in drawn.at
    assert words in "\n".join(text(drawn))


def test_what_moves_stands_where_it_is_on_its_way() -> None:
    shown = frame(REGION, 60, 24)
    rows = [chart(shown, [], [Way(SEOUL, MANILA, "ink", "guns", "▶", done)]).at["guns"][0] for done in (0.0, 0.5, 1.0)]
    assert rows == sorted(set(rows))


def test_the_ground_around_a_place_is_that_of_the_nearest_theatre() -> None:
    shown = frame(REGION, 60, 24)
    drawn = chart(shown, [sign("a", SEOUL, theatre="k"), sign("b", MANILA, theatre="s")], [])
    for id_, theatre in (("a", "k"), ("b", "s")):
        row, column = drawn.at[id_]
        around = [cell for line in drawn.rows[row - 1 : row + 2] for cell in line[column - 2 : column + 3]]
        assert {cell.theatre for cell in around} == {theatre}
        assert {cell.ground for cell in around} == {LAND, SEA}
    assert drawn.rows[0][0].theatre == ""


def test_a_title_without_a_glyph_stands_around_its_point() -> None:
    drawn = chart(frame(REGION, 60, 24), [sign("t", TAIPEI, "STRAIT 3.0", glyph="")], [])
    assert any("STRAIT 3.0" in line for line in text(drawn))
    assert drawn.at == {}


def test_nothing_is_written_where_there_is_no_room() -> None:
    tiny = Frame(over(REGION), 3, 2, 0, 0, 1)
    assert text(chart(tiny, [sign("a", SEOUL, "A long label")], []))
