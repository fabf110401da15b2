"""Precision against recall, and what a score promises against what came true, as one SVG drawn by hand."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

_SIDE, _EDGE = 360, 50
_COLOURS = ("#0b5cad", "#c2410c", "#a16207", "#15803d", "#7e22ce")
_Curve = Sequence[tuple[float, float, float]]


def picture(curves: Mapping[str, _Curve], calibration: Sequence[tuple[float, int, float, float]]) -> str:
    """Both plots side by side."""
    width, height = 2 * (_SIDE + 2 * _EDGE), _SIDE + 2 * _EDGE
    body = [*_curves(curves), *_calibration(calibration)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif"'
    return "\n".join([f'{head} font-size="12">', '<rect width="100%" height="100%" fill="white"/>', *body, "</svg>\n"])


def _frame(left: float, across: str, up: str) -> Iterator[str]:
    yield f'<rect x="{left}" y="{_EDGE}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>'
    yield f'<text x="{left + _SIDE / 2}" y="{_EDGE + _SIDE + 34}" text-anchor="middle">{across}</text>'
    yield f'<text x="{left}" y="{_EDGE - 12}">{up}</text>'
    for tenth in range(0, 11, 2):
        x, y = _at(left, tenth / 10, tenth / 10)
        yield f'<text x="{x:.0f}" y="{_EDGE + _SIDE + 16}" text-anchor="middle">{tenth / 10}</text>'
        yield f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{tenth / 10}</text>'


def _at(left: float, across: float, up: float) -> tuple[float, float]:
    return left + across * _SIDE, _EDGE + (1 - up) * _SIDE


def _curves(curves: Mapping[str, _Curve]) -> Iterator[str]:
    yield from _frame(_EDGE, "recall", "precision")
    for n, (name, points) in enumerate(curves.items()):
        every = max(len(points) // 300, 1)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(_EDGE, r, p) for _, p, r in points[::every]))
        colour = _COLOURS[n % len(_COLOURS)]
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        yield f'<text x="{_EDGE + 12}" y="{_EDGE + _SIDE - 80 + 16 * n}" fill="{colour}">{escape(name)}</text>'


def _calibration(bins: Sequence[tuple[float, int, float, float]]) -> Iterator[str]:
    left = 3 * _EDGE + _SIDE
    yield from _frame(left, "score of crible", "share that are one body")
    (x1, y1), (x2, y2) = _at(left, 0, 0), _at(left, 1, 1)
    yield f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#bbb" stroke-dasharray="4"/>'
    for _, count, mean, share in bins:
        x, y = _at(left, mean, share)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + count**0.5 / 12:.1f}" fill="{_COLOURS[0]}"/>'
