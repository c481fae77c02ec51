"""JSON and JSON lines: depth, keys, numbers, escapes, mixtures, and text that stops being JSON."""

import json

from tests.integration.data.hostile.case import Case, Read, Refused, case
from tests.integration.data.hostile.material import MB, repeated

ROWS = "".join(f'{{"a": {i}}}\n' for i in range(100))
ROW = '{"a": 1}'


def deep(levels: int, sign: str = "[]") -> str:
    return sign[0] * levels + sign[1] * levels


def deep_objects(levels: int) -> str:
    return '{"k":' * levels + "1" + "}" * levels


LINES: list[Case] = [
    case("arrays and scalars between", "a.jsonl", ROWS + '[1, 2]\n7\n"x"\nnull\ntrue\n', Read(rows=100, rejects=[(n, "no object") for n in range(101, 106)])),
    case("lines that are no JSON", "a.jsonl", ROWS + "{oops\n{'a': 1}\nNaN\n", Read(rows=100, rejects=[(101, "no JSON"), (102, "no JSON"), (103, "")])),
    case("arrays nested 100,000 deep", "a.jsonl", ROWS + f'{{"a": {deep(100_000)}}}\n', Read(rows=100, rejects=[(101, "nested")])),
    case("objects nested 10,000 deep", "a.jsonl", ROWS + f"{deep_objects(10_000)}\n", Read(rows=100, rejects=[(101, "nested")])),
    *[
        case(f"arrays nested {n} deep", "a.jsonl", ROWS + f'{{"a": {deep(n)}}}\n', Read(rows=100, rejects=[(101, "nested")]))
        for n in (150, 800, 900, 950, 980)
    ],
    case("objects nested 60 deep", "a.jsonl", (deep_objects(60) + "\n") * 3, Read(rows=3)),
    case("a brace that is never closed", "a.jsonl", ROWS + '{"a": 1\n' + ROWS, Read(rows=200, rejects=[(101, "no JSON")])),
    case("a line of 20 MB", "a.jsonl", repeated(ROWS + '{"a": "', b"x" * MB, 20, b'"}\n'), Refused("Line 101 of a.jsonl is longer than 16 MB")),
    case("50 lines of one megabyte", "a.jsonl", repeated(ROWS.replace("}", ', "t": ""}'), b'{"a": 1, "t": "' + b"x" * MB + b'"}\n', 50), Read(rows=150)),
    case("NUL bytes", "a.jsonl", ROWS.encode() + b'{"a": 1}\0\n', Refused("binary")),
    case("invalid UTF-8 in a line", "a.jsonl", ROWS.encode() + '{"a": 1, "b": "서울"}\n'.encode() * 20 + b'{"a": "\xff"}\n', Read(rows=120, rejects=[(121, "no text")])),
    case("a late key", "a.jsonl", '{"a": 1}\n' * 20_001 + '{"a": 1, "z": 2}\n', Read(rows=20_001, rejects=[(20_002, "the key 'z'")])),
    case("20,000 different keys", "a.jsonl", "".join(f'{{"k{i}": 1}}\n' for i in range(20_000)), Refused("different keys")),
    case("blank lines and white space", "a.jsonl", "\n \n" + '{"a": 1}\n\t\n{"a": 2}\r\n\n', Read({"a": [1, 2]})),
    case("only closing brackets", "a.jsonl", "}\n" * 50, Refused("")),
]  # fmt: skip

VALUES: list[Case] = [
    case("duplicate keys", "a.json", '[{"a": 1, "a": 2}, {"a": 3}]', Read({"a": [2, 3]})),
    case("keys that collide when flattened", "a.json", '[{"a.b": 1, "a": {"b": 2}}' + ', {"a.b": 1}' * 5 + "]", Read(rows=5, rejects=[(1, "two values for 'a.b'")])),
    case("an empty key", "a.json", '[{"": 1, "b": 2}]', Read({"index": [1], "b": [2]})),
    case("keys of MongoDB and of JavaScript", "a.json", '[{"$where": 1, "__proto__": 2, "a.b": 3, "_row_id": 4}]', Read({"$where": [1], "__proto__": [2], "a.b": [3], "row_id": [4]})),
    case("half a surrogate pair as escape", "a.json", '[{"a": "\\ud800"}, {"a": "x"}]', Read({"a": ["\ufffd", "x"]})),
    case("half a surrogate pair in a key", "a.json", '[{"\\udc00k": 1}, {"\\udc00k": 2}]', Read(rows=2)),
    case("an escaped NUL", "a.json", '[{"a": "x\\u0000y"}, {"a": "z"}]', Read({"a": ["x\0y", "z"]})),
    case("an integer of 4,000 digits", "a.json", f'[{{"a": {"9" * 4000}}}, {{"a": 1}}]', Read(rows=2)),
    case("an integer of 100,000 digits", "a.json", f'[{{"a": {"9" * 100_000}}}, {{"a": 1}}]', Refused("digits")),
    case("a line with an integer of 100,000 digits", "a.jsonl", f'{ROWS}{{"a": {"9" * 100_000}}}\n', Read(rows=100, rejects=[(101, "digits")])),
    case("integers of JSON beyond 64 bits", "a.json", f'[{{"a": {2**70}}}, {{"a": 1}}]', Read({"a": [float(2**70), 1.0]}), kinds={"a": "numeric"}),
    case("1e999, NaN and Infinity", "a.json", '[{"a": 1e999}, {"a": NaN}, {"a": -Infinity}, {"a": 1}]', Read(rows=4, warns="infinite")),
    case("a mixture of types", "a.json", '[{"a": 1}, {"a": "x"}, {"a": [1]}, {"a": {"b": 1}}, {"a": true}, {"a": null}]', Read(rows=6)),
    case("objects and others in one array", "a.json", "[" + ROW + ", 7, [1], null, " + ", ".join([ROW] * 9) + "]", Read(rows=10, rejects=[(2, "no object"), (3, "no object"), (4, "no object")])),
    case("a list of a million numbers in a cell", "a.json", json.dumps([{"a": [1] * 1_000_000}, {"a": [2]}]), Read(rows=2)),
    case("empty objects", "a.json", "[{}, {}, {}]", Refused("empty")),
    case("an empty array", "a.json", "[]", Refused("no objects")),
    case("an array of numbers", "a.json", "[1, 2, 3]", Refused("no table")),
    case("a lone number", "a.json", "7", Refused("not JSON")),
    case("a lone object", "a.json", '{"a": 1, "b": "x"}', Read({"a": [1], "b": ["x"]})),
]  # fmt: skip

ARRAYS: list[Case] = [
    case("an array that is cut off between rows", "a.json", f"[{ROW}, {ROW}", Refused("no valid JSON")),
    case("an array that is cut off in a row", "a.json", f'[{ROW}, {{"a": ', Refused("element 2")),
    case("an array with a comma too many", "a.json", f"[{ROW}, {ROW},]", Refused("element 3")),
    case("an array without commas", "a.json", f"[{ROW} {ROW}]", Refused("no valid JSON")),
    case("text behind the array", "a.json", f"[{ROW}] x", Refused("goes on after the end")),
    case("comments in JSON", "a.json", f"[{ROW}, /* two */ {ROW}]", Refused("element 2")),
    case("single quotes", "a.json", "[{'a': 1}]", Refused("element 1")),
    case("an array nested 10,000 deep", "a.json", f'[{{"a": {deep(10_000)}}}]', Refused("nested")),
    case("an array nested 500 deep", "a.json", f'[{ROW}, {ROW}, {{"a": {deep(500)}}}]', Read({"a": [1, 1]}, rejects=[(3, "nested")])),
    case("100,000 opening brackets", "a.json", "[" * 100_000, Refused("")),
    case("100,000 opening braces", "a.json", '{"a":' * 100_000, Refused("")),
    case("an element of 20 MB", "a.json", repeated('[{"a": "', b"x" * MB, 20, b'"}]'), Refused("element 1")),
    case("50 MB of white space", "a.json", repeated(f"[{ROW},", b" \n" * (MB // 2), 50, f"{ROW}]".encode()), Read({"a": [1, 1]})),
    case("a string that is never closed", "a.json", repeated(f'[{ROW}, {{"a": "', b"x" * MB, 30), Refused("element 2")),
    case("rows that are not where the option says", "a.json", '{"rows": [{"a": 1}]}', Refused("no array 'data'"), records="data"),
    case("rows in an object of 1,000 objects", "a.json", '{"k":' * 1000 + "[" + ROW + "]" + "}" * 1000, Refused("")),
    case("invalid UTF-8 in an array", "a.json", b'[{"a": "\xff\xfe"}]' * 2, Refused("")),
]  # fmt: skip
