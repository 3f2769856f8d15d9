"""Fuzzes every reader for a while and keeps what fails: campaign.py [--examples N] [READER ...]."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from fuzzers import Judge, fuzzers  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402


def fuzzed(reader: str, examples: int) -> int:
    """How many inputs of the reader failed, each kind kept once as a case."""
    name, drawn = fuzzers()[reader]
    judge, seen, ended = Judge(), Counter[str](), Counter[str]()

    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(drawn())
    def examine(data: bytes) -> None:
        status, failure = judge.verdict(data, name)
        ended[status[:120]] += 1
        if not failure:
            return
        kind = failure[:80]
        seen[kind] += 1
        if seen[kind] == 1:
            case = HERE / "cases" / f"{reader}-{hashlib.sha256(data).hexdigest()[:10]}{Path(name).suffix}"
            case.write_bytes(data)
            print(f"  {case.name}: {failure[:200]}", flush=True)

    try:
        examine()
    finally:
        judge.close()
    print(f"{reader}: {examples} files, {sum(seen.values())} failed", flush=True)
    for status, count in ended.most_common(12):
        print(f"  {count:6} {status}", flush=True)
    return sum(seen.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=list(fuzzers()))
    parser.add_argument("--examples", type=int, default=2000)
    arguments = parser.parse_args()
    return int(sum(fuzzed(reader, arguments.examples) for reader in arguments.readers) > 0)


if __name__ == "__main__":
    raise SystemExit(main())
