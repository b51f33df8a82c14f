"""What differs between two texts, marked for reading: ``<del>`` and ``<ins>``."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

from markupsafe import Markup, escape

# sentences with what ends them; a line end is a piece of its own
PIECES = re.compile(r"[^。；！？\n]*[。；！？]|[^。；！？\n]+|\n")
# SequenceMatcher takes quadratic time and more on texts that repeat themselves: pairs that one run
# may compare, and characters from which a text is marked as a whole
MOST_PAIRS = 250_000
MOST_CHARACTERS = 20_000
DELETED, INSERTED = Markup("<del>%s</del>"), Markup("<ins>%s</ins>")


def split_lines(text: str | None) -> list[str]:
    """The lines of ``text`` that say something, without the white space around them."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def mark_passages(before: str | None, after: str | None) -> list[tuple[Markup, Markup]]:
    """The runs of lines that differ, each ``(before, after)`` as :func:`mark_difference` marks them."""
    old, new = split_lines(before), split_lines(after)
    if max(len(before or ""), len(after or "")) > MOST_CHARACTERS:
        marked = DELETED % "\n".join(old), INSERTED % "\n".join(new)
        return [marked] if old != new else []
    runs = _match(old, new)
    return [
        mark_difference("\n".join(gone), "\n".join(come)) for same, gone, come in runs if not same
    ]


def mark_difference(before: str | None, after: str | None) -> tuple[Markup, Markup]:
    """``before`` with what was taken out in ``<del>``, ``after`` with what was put in in ``<ins>``.

    Sentences are matched first, then the characters of sentences that were reworded. White space
    at the ends of lines does not count. Everything is escaped but the two marks.
    """
    texts = ["\n".join(split_lines(text)) for text in (before, after)]
    old, new = (PIECES.findall(text) for text in texts)
    left, right = Markup(), Markup()
    for same, old_pieces, new_pieces in _match(old, new):
        gone, come = "".join(old_pieces), "".join(new_pieces)
        parts = [(same, gone, come)] if same else _match_reworded(gone, come)
        for equal, cut, put in parts:
            left += escape(cut) if equal or not cut else DELETED % cut
            right += escape(put) if equal or not put else INSERTED % put
    return left, right


def _match_reworded(gone, come):
    """Character by character when half of the shorter stayed; else the whole, which reads better than scraps."""
    # a single character that happens to be in both is no common ground
    parts = list(_match(gone, come, least=2))
    kept = sum(len(cut) for same, cut, _put in parts if same)
    return parts if kept * 2 >= min(len(gone), len(come)) else [(False, gone, come)]


def _match(old, new, least=1):
    """Yield ``(same, piece of old, piece of new)``, together the two sequences; ``least``: of what is same."""
    if len(old) * len(new) > MOST_PAIRS:
        yield old == new, old, new
        return
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    # the last block is empty and stands at the ends; what touches them is common ground of any size
    ends = blocks.pop()
    kept = [
        (a, b, size)
        for a, b, size in blocks
        if size >= least or (a + size, b + size) == (ends.a, ends.b)
    ]
    for (a, b, size), (next_a, next_b, next_size) in pairwise([(0, 0, 0), *kept, ends]):
        cut, put = old[a + size : next_a], new[b + size : next_b]
        if cut or put:
            yield False, cut, put
        if next_size:
            yield True, old[next_a : next_a + next_size], new[next_b : next_b + next_size]
