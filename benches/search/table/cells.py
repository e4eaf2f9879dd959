"""Adds to a table of words what the program needs of its cells: their order, and the words of each.

Neighbouring cells have similar centres, so that a group of consecutive cells is a region: the cells are halved along the direction in which
their centres differ most, and each half again. The words of a cell are those with the smallest angle to its centre.

`python3 cells.py TABLE` adds them to a table that has none. `fit.py` calls `complete`.
"""

import pathlib
import sys

import numpy as np

PACKED, WORDS = 32, 128


def unpacked(data):
    pairs = np.frombuffer(data, np.uint8).reshape(-1, PACKED)
    both = np.stack([pairs & 15, pairs >> 4], -1).reshape(len(pairs), 2 * PACKED).astype(np.int8)
    return np.where(both > 7, both - 16, both).astype(np.float64)


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def order(centres, places):
    """Returns the places of centres so that neighbours are similar."""
    if len(places) < 2:
        return list(places)
    own = centres[places] - centres[places].mean(0)
    _, _, axes = np.linalg.svd(own, full_matrices=False)
    along = np.round(own @ axes[0], 9)
    if along[np.argmax(np.abs(along))] < 0:
        along = -along
    ranked = [place for _, place in sorted(zip(along, places))]
    half = len(ranked) // 2
    return order(centres, ranked[:half]) + order(centres, ranked[half:])


def complete(words, cells, directions, strengths, rarities, centres, stems):
    """Returns the bytes of the table, whose parts are bytes."""
    middle = unit(unpacked(centres))
    sorted_cells = order(middle, list(range(cells)))
    packed = np.frombuffer(centres, np.uint8).reshape(cells, PACKED)[sorted_cells]
    near = np.round(middle[sorted_cells] @ unit(unpacked(directions)).T, 9)
    nearest = np.argsort(-near, axis=1, kind="stable")[:, :WORDS]
    head = np.array([words, cells, WORDS], "<u4").tobytes()
    return head + directions + strengths + rarities + packed.tobytes() + nearest.astype("<u2").tobytes() + stems


def main():
    path = pathlib.Path(sys.argv[1])
    data = path.read_bytes()
    words, cells = (int(number) for number in np.frombuffer(data[:8], "<u4"))
    at, parts = 8, []
    for length in (words * PACKED, words, words, cells * PACKED):
        parts.append(data[at : at + length])
        at += length
    path.write_bytes(complete(words, cells, *parts, data[at:]))


if __name__ == "__main__":
    main()
