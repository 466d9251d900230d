"""Where a label chip goes: near its box, hiding as little of any cover as can be, and not jumping about."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF

from ui.live.chip_layout import Form

_SHRINK = (1.0, 0.8, 0.64, 0.5)
_AROUND, _CORNERS = range(8), range(8, 12)
_ROOM_TO_GROW = 3.0
_NEAR = 2.0

SizeOf = Callable[[float, Form], QSizeF]
"""How large a chip is, shrunk to a share of what is wanted, in a form."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Shrunk to which share of what is wanted, and in which form."""

    shrink: float
    form: Form


@dataclass(frozen=True, slots=True)
class Seat:
    """A shape, and where: eight places around the box, then the four corners of the room."""

    shape: Shape
    place: int


@dataclass(frozen=True, slots=True)
class Placed:
    seat: Seat
    rect: QRectF


def chip_place(
    box: QRectF,
    size_of: SizeOf,
    room: QRectF,
    taken: Sequence[QRectF],
    gap: float,
    former: Seat | None = None,
    first: Form = Form.ROW,
    *,
    grow: bool = True,
) -> Placed:
    """Rule V17: the first seat in the room that hides no cover and no other chip; large before small, the ``first``
    form before the other, above or below before beside. The ``former`` seat is kept while that holds for it, unless it
    may ``grow`` and there is ample room for a larger one. Where every seat hides something, the smallest chip goes
    where it hides least.
    """
    sits, limits = _edges(box), _edges(room)
    hidden = [sits, *(_edges(each) for each in taken)]
    least: tuple[float, Seat, Edges] | None = None
    for shape, places in _in_order(former, first, grow):
        size = size_of(shape.shrink, shape.form)
        growing = former is not None and shape.shrink > former.shape.shrink
        for place, rect in _rects(places, sits, size, limits, gap * _ROOM_TO_GROW if growing else gap):
            area = _hidden_area(rect, hidden)
            seat = Seat(shape, place)
            if area <= 0.0 or (seat == former and shape.shrink == _SHRINK[-1] and not grow):
                return _placed(seat, rect)
            if shape.shrink == _SHRINK[-1] and (least is None or area < least[0]):
                least = area, seat, rect
    if least is None:
        return _placed(Seat(Shape(_SHRINK[-1], first), _CORNERS[0]), limits)
    return _placed(*least[1:])


Tried = tuple[tuple[Shape, Sequence[int]], ...]


@lru_cache(maxsize=256)
def _in_order(former: Seat | None, first: Form, grow: bool) -> Tried:
    forms = sorted(Form, key=lambda form: form is not first)
    shapes = [Shape(shrink, form) for shrink in _SHRINK for form in forms]
    last: Tried = tuple((Shape(_SHRINK[-1], form), _CORNERS) for form in forms)
    if former is None:
        return (*((shape, _AROUND) for shape in shapes), *last)
    larger = tuple((shape, _AROUND) for shape in shapes if shape.shrink > former.shape.shrink)
    others = tuple((shape, _AROUND) for shape in shapes if shape.shrink <= former.shape.shrink)
    same = (former.shape, (former.place,))
    return (*larger, same, *others, *last) if grow else (same, *larger, *others, *last)


Edges = tuple[float, float, float, float]


def _edges(rect: QRectF) -> Edges:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _placed(seat: Seat, rect: Edges) -> Placed:
    left, top, right, bottom = rect
    return Placed(seat, QRectF(left, top, right - left, bottom - top))


def _rects(places: Sequence[int], box: Edges, size: QSizeF, room: Edges, gap: float) -> Iterator[tuple[int, Edges]]:
    """Those that fit there and do not stand apart from the box. Plain numbers: this runs some hundred times a frame."""
    width, height = size.width(), size.height()
    low_x, high_x = room[0] + gap, room[2] - width - gap
    low_y, high_y = room[1] + gap, room[3] - height - gap
    if high_x < low_x or high_y < low_y:
        return
    near = gap * _NEAR
    for place in places:
        side, second = divmod(place, 2)
        along_x = min(max(box[2] - width if second else box[0], low_x), high_x)
        along_y = min(max(box[3] - height if second else box[1], low_y), high_y)
        x, y = (
            (along_x, box[1] - height - gap),
            (along_x, box[3] + gap),
            (box[2] + gap, along_y),
            (box[0] - width - gap, along_y),
            (low_x, low_y if second else high_y),
            (high_x, low_y if second else high_y),
        )[side]
        apart = x > box[2] + near or x + width < box[0] - near or y > box[3] + near or y + height < box[1] - near
        if not apart and low_x <= x <= high_x and low_y <= y <= high_y:
            yield place, (x, y, x + width, y + height)


def _hidden_area(place: Edges, others: Sequence[Edges]) -> float:
    """How much of the others lies under ``place``."""
    left, top, right, bottom = place
    area = 0.0
    for other_left, other_top, other_right, other_bottom in others:
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            width = min(right, other_right) - max(left, other_left)
            area += width * (min(bottom, other_bottom) - max(top, other_top))
    return area
