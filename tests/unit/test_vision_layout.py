import pytest

from services.vision.layout import COLUMNS, FINAL, ROWS, Layout, recognise

SIZE = (640, 384)
ANCHORS = 5040


@pytest.mark.parametrize(
    ("shapes", "classes", "layout"),
    [
        ([(1, 6, ANCHORS)], 2, ROWS),
        ([(1, 6, 1200)], 2, ROWS),
        ([(1, 84, 8400)], 80, ROWS),
        ([(1, 3 * ANCHORS, 7)], 2, COLUMNS),
        ([(1, 25200, 85)], 80, COLUMNS),
        ([(1, 25200, 85), (1, 3, 80, 80, 85), (1, 3, 40, 40, 85)], 80, COLUMNS),
        ([(1, 300, 6)], 2, FINAL),
        ([(1, 0, 6)], 10, FINAL),
        ([(1, 3 * ANCHORS, 6)], 1, COLUMNS),
        ([(1, 300, 6)], 1, FINAL),
        ([(1, 5, ANCHORS)], 1, ROWS),
        ([(1, ANCHORS, 6)], 2, None),
        ([(1, 7, ANCHORS)], 2, None),
        ([(6, ANCHORS)], 2, None),
        ([(1, 38, ANCHORS), (1, 32, 96, 160)], 2, None),
        ([(1, 6, ANCHORS), (1, 32, 96, 160)], 2, None),
        ([()], 2, None),
        ([], 2, None),
    ],
)
def test_layouts(shapes: list[tuple[int, ...]], classes: int, layout: Layout | None) -> None:
    assert recognise(shapes, classes, SIZE) is layout
