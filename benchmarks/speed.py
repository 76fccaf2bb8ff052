"""How fast a scan is, as ratios: to the floor (parsing alone) and to a peer, measured in the same run.

    python benchmarks/speed.py PATH [--peer 'mobsfscan --json -o /tmp/peer.json {path}'] [--rounds 3]

Seconds depend on the machine and on what else it does; the ratios travel. CPU is user and system time of all
processes, memory the sum of the largest resident sizes that `/proc` shows while a command runs (Linux).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tree_sitter
import tree_sitter_c_sharp
import tree_sitter_dart
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_kotlin
import tree_sitter_objc
import tree_sitter_python
import tree_sitter_swift
import tree_sitter_typescript

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.discovery import discover

GRAMMARS = {
    ".kt": tree_sitter_kotlin.language,
    ".java": tree_sitter_java.language,
    ".cs": tree_sitter_c_sharp.language,
    ".py": tree_sitter_python.language,
    ".dart": tree_sitter_dart.language,
    ".swift": tree_sitter_swift.language,
    ".m": tree_sitter_objc.language,
    ".js": tree_sitter_javascript.language,
    ".ts": tree_sitter_typescript.language_typescript,
    ".tsx": tree_sitter_typescript.language_tsx,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of wall clock and CPU, megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--peer", help="a command to compare with; {path} stands for the folder")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    scan = [sys.executable, "-m", "secure_lint", "scan", str(options.path), "--fail-on", "never", "-f", "concise"]
    one_file = next(iter(sorted(options.path.rglob("*.kt")) or sorted(options.path.rglob("*.java"))), options.path)
    with tempfile.TemporaryDirectory() as folder:
        rows = {
            "floor: parse every source file": best(lambda: floor(options.path), options.rounds),
            "scan, cold": best(lambda: run([*scan, "--no-cache"]), options.rounds),
            "scan, warm cache": warm(scan, Path(folder), options.rounds),
            "one file": best(lambda: run([*scan[:4], str(one_file), *scan[5:]]), options.rounds),
        }
        if options.peer:
            peer = shlex.split(options.peer.replace("{path}", str(options.path)))
            rows["peer"] = best(lambda: run(peer), options.rounds)
    report(rows)
    return 0


def floor(path: Path) -> Cost:
    """Parsing all files of code in one process, and nothing else."""
    parsers = {suffix: tree_sitter.Parser(tree_sitter.Language(language())) for suffix, language in GRAMMARS.items()}
    sources = [file for file in discover([path], Configuration()).files if file.absolute.suffix in parsers]
    datas = [(file.absolute.suffix, file.absolute.read_bytes()) for file in sources]
    started, before = time.monotonic(), time.process_time()
    for suffix, data in datas:
        parsers[suffix].parse(data)
    return Cost(time.monotonic() - started, time.process_time() - before, peak_of_this_process())


def peak_of_this_process() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(command: Sequence[str]) -> Cost:
    """One run of a command with its output thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(resident(one) for one in family(process.pid)))
        time.sleep(0.02)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.monotonic() - started, cpu, peak)


def family(parent: int) -> Iterator[int]:
    """A process and all below it."""
    yield parent
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def resident(process: int) -> float:
    """Megabytes that a process holds, shared pages counted by their share where the system tells."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def best(measure: Callable[[], Cost], rounds: int) -> Cost:
    """The quickest of several rounds: what the machine can do when nothing disturbs it."""
    return min((measure() for _ in range(rounds)), key=lambda cost: cost.cpu)


def warm(scan: Sequence[str], folder: Path, rounds: int) -> Cost:
    """A scan of which the cache holds everything."""
    configuration = folder / "secure-lint.toml"
    configuration.write_text(f'cache-dir = "{folder / "cache"}"\n', encoding="utf-8")
    command = [*scan, "--config", str(configuration)]
    run(command)
    return best(lambda: run(command), rounds)


def report(rows: dict[str, Cost]) -> None:
    """Print a table with the ratios to the floor and to the peer."""
    ground, peer = next(iter(rows.values())), rows.get("peer")
    print(f"{os.cpu_count()} processors")
    for name, cost in rows.items():
        line = f"{name:32} wall {cost.wall:7.2f} s  CPU {cost.cpu:7.2f} s  memory {cost.memory:5.0f} MB"
        line += f"  CPU {cost.cpu / ground.cpu:5.1f} x floor"
        if peer is not None:
            line += f"  wall {cost.wall / peer.wall:5.2f} x peer"
        print(line)


if __name__ == "__main__":
    sys.exit(main())
