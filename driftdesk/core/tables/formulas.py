"""Text that a spreadsheet would run.

A program that opens a CSV file takes a cell that begins with one of ``BEGINNINGS`` for a formula, and a formula can
read other cells and send them away. Text that is nothing but a number is harmless, and stays as it is.
"""

import pyarrow as pa
import pyarrow.compute as pc

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones too: Excel takes them for the others where a keyboard has them."""
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_MARK = "'"


def defused(array: pa.Array) -> pa.Array:
    """Strings, with an apostrophe before those that would be formulas: spreadsheets show it and run nothing."""
    begins = pc.is_in(pc.utf8_slice_codeunits(array, 0, 1), value_set=pa.array(BEGINNINGS))
    if not pc.any(begins).as_py():
        return array
    runs = pc.and_(begins, pc.invert(pc.match_substring_regex(array, _NUMBER)))
    return pc.if_else(runs, pc.binary_join_element_wise(_MARK, array, ""), array)


def defused_text(text: str) -> str:
    """As ``defused``, of one text."""
    return str(defused(pa.array([text]))[0].as_py())
