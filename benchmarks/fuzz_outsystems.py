"""Fuzz the readers of OutSystems files: mutated modules, packages, documents, bundle files and descriptions.

What can be read is lowered to facts too, as in a scan.

    python benchmarks/fuzz_outsystems.py --inputs 1000000
    python benchmarks/fuzz_outsystems.py --inputs 1000000 --atheris      (coverage-guided; needs atheris)

Every input must be read or refused by the readers' own error, within `SLOWEST` seconds and with less than `MOST_MEMORY`
of resident memory above the start. Prints what was run; exits with 1 at the first input that breaks the rule and leaves
it in the working folder as ``crash-<digest>``.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from secure_lint.errors import SecureLintError
from secure_lint.formats.fastinfoset import Limits, decode
from secure_lint.formats.outsystems.extensibility import read_extensibility
from secure_lint.formats.outsystems.neutral.from_schemas import documents_in
from secure_lint.formats.outsystems.oml.container import OmlFile, OmlHeader, write_oml
from secure_lint.formats.outsystems.reading import (
    read_archive,
    read_description,
    read_generated_file,
    read_module_file,
)
from secure_lint.text.source import SourceText

SLOWEST = 5.0
"""Seconds for one input."""

MOST_MEMORY = 200 * 1024 * 1024
"""Octets of resident memory above the start."""

_SAMPLE = Path(__file__).resolve().parents[1] / "fixtures" / "outsystems" / "field-visits"
_LIMITS = Limits(nodes=20_000, depth=100, characters=200_000, table_entries=5_000)
_INTERESTING = (0, 1, 0x3C, 0x7F, 0x80, 0x90, 0xE0, 0xF0, 0xFE, 0xFF)

Target = Callable[[bytes], bool]
"""Runs one input and tells whether it was read; a `SecureLintError` means that it was refused."""


def _module(data: bytes) -> bool:
    return not any(read.problems for _, read in read_module_file("fuzz.oml", data))


def _fragment(data: bytes) -> bool:
    """The octets are the inflated text of one fragment, so that mutations reach behind the compression."""
    header = OmlHeader("11.0.415.100", "11.53.9", "key", "Fuzz")
    names = ("Entities", "UserActions", "ClientActionFlows", f"NodesNotShownInESpaceTree#{_ACTION}")
    return _module(write_oml(header, [("eSpace", _ROOT), *_ACTIONS, *((name, data) for name in names)]))


def _document(data: bytes) -> bool:
    decode(data, _LIMITS)
    return True


def _bundle(data: bytes) -> bool:
    reads = [read_generated_file(f"www/scripts/Fuzz.Main.Screen.{role}.js", data) for role in _ROLES]
    reads.append(read_generated_file("www/cordova_plugins.js", data))
    reads.append(read_generated_file("config.xml", data))
    return not any(read.problems for read in reads)


def _archive(data: bytes) -> bool:
    return not any(read.problems for _, read in read_archive("fuzz.apk", data))


def _description(data: bytes) -> bool:
    return not read_description(SourceText("secure-lint-entities.yaml", data)).problems


def _schema(data: bytes) -> bool:
    return bool(documents_in("fuzz.json", data)) and bool(documents_in("fuzz.csv", data))


def _configuration(data: bytes) -> bool:
    read_extensibility("extensibility-configurations.json", data)
    return True


def _fragments() -> dict[str, bytes]:
    container = OmlFile("sample", (_SAMPLE / "FieldVisits.oml").read_bytes())
    return {entry.name: body for entry, body in container.bodies(bool)}


_FRAGMENTS = _fragments()
_ROOT = _FRAGMENTS["eSpace"]
_ACTION = next(name for name in _FRAGMENTS if name.startswith("NodesNotShown")).partition("#")[2]
_ACTIONS = [(name, body) for name, body in _FRAGMENTS.items() if name in {"UserActions", "ClientActionFlows"}]
_SCHEMAS = (
    b'{"soups": [{"soupName": "patients", "indexes": [{"path": "Ssn", "type": "string"}]}]}',
    b'{"database": {"identityHash": "5f", "entities": [{"tableName": "patient", "fields": [{"columnName": "ssn"}]}]}}',
    b"module;entity;attribute;dataType;length\nClinic;Patient;Ssn;rtText;11\n",
)
_ROLES = ("entities", "clientVariables", "model", "mvc", "controller", "referencesHealth", "appDefinition", "index")


def _seeds() -> list[tuple[Target, bytes]]:
    bodies = list(_FRAGMENTS.values())
    found: list[tuple[Target, bytes]] = [(_module, (_SAMPLE / "FieldVisits.oml").read_bytes())]
    for body in bodies:
        found += [(_document, body), (_fragment, body)]
    scripts = sorted(_SAMPLE.rglob("*.js"))
    found += [(_bundle, path.read_bytes()) for path in scripts]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in scripts:
            archive.write(path, f"assets/{path.relative_to(_SAMPLE).as_posix()}")
        archive.write(_SAMPLE / "FieldVisits.oml", "FieldVisits/FieldVisits.oml")
    found += [(_archive, buffer.getvalue()), (_module, buffer.getvalue())]
    found.append((_description, (_SAMPLE / "secure-lint-entities.yaml").read_bytes()))
    found += [(_schema, text) for text in _SCHEMAS]
    found.append((_configuration, (_SAMPLE / "extensibility-configurations.json").read_bytes()))
    return found


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The octets with a few replaced, removed, repeated or cut off."""
    octets = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not octets:
            break
        at = chance.randrange(len(octets))
        match chance.randrange(6):
            case 0:
                octets[at] = chance.choice(_INTERESTING)
            case 1:
                octets[at] ^= 1 << chance.randrange(8)
            case 2:
                del octets[at : at + chance.randint(1, 32)]
            case 3:
                octets[at:at] = octets[at : at + chance.randint(1, 64)] * chance.randint(1, 40)
            case 4:
                octets[at:at] = chance.randbytes(chance.randint(1, 8))
            case _:
                if chance.random() < 0.2:
                    del octets[at:]
    return bytes(octets)


class Watch:
    """Runs inputs and stops at the first that breaks the rule."""

    def __init__(self) -> None:
        self.inputs = 0
        self.read = 0
        self.slowest = 0.0
        self._memory = resident()

    @property
    def memory(self) -> int:
        """Octets above the start, at the peak."""
        return resident() - self._memory

    def run(self, target: Target, data: bytes) -> None:
        """Run one input; leaves the program when it breaks the rule."""
        started = time.perf_counter()
        try:
            self.read += target(data)
        except SecureLintError:
            pass
        except BaseException as error:
            self._stop(target, data, f"{type(error).__name__}: {error}")
        self.inputs += 1
        seconds = time.perf_counter() - started
        self.slowest = max(self.slowest, seconds)
        if seconds > SLOWEST:
            self._stop(target, data, f"took {seconds:.1f} s")
        if self.memory > MOST_MEMORY:
            self._stop(target, data, f"{self.memory / 2**20:.0f} MiB of memory")

    def _stop(self, target: Target, data: bytes, reason: str) -> None:
        path = Path(f"crash-{hashlib.sha256(data).hexdigest()[:16]}")
        path.write_bytes(data)
        print(f"{target.__name__}: {reason}; input {self.inputs}, saved as {path}", flush=True)
        sys.exit(1)


def resident() -> int:
    """The peak of resident memory in octets."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_mutations(watch: Watch, inputs: int, seed: int) -> None:
    """Mutate the seeds in turn, small ones more often than large ones."""
    chance = random.Random(seed)  # noqa: S311  (inputs, not secrets)
    seeds = _seeds()
    weights = [1 / (200 + len(data)) for _, data in seeds]
    started = time.perf_counter()
    for number in range(inputs):
        target, data = chance.choices(seeds, weights)[0]
        watch.run(target, mutated(data, chance))
        if number % 50_000 == 49_999:
            rate = (number + 1) / (time.perf_counter() - started)
            print(f"{number + 1} inputs, {rate:.0f}/s, slowest {watch.slowest:.2f} s", flush=True)


def run_atheris(watch: Watch, inputs: int) -> None:
    """Let atheris choose the inputs by coverage; the first octet picks the reader."""
    import atheris  # noqa: PLC0415  (optional)

    targets = (_document, _fragment, _bundle, _description, _configuration, _schema, _module, _archive)

    def one(data: bytes) -> None:
        if data:
            watch.run(targets[data[0] % len(targets)], data[1:])
        if watch.inputs >= inputs:
            summarise(watch)
            os._exit(0)  # any other way out counts as a crash there

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-runs={inputs * 2}", "-rss_limit_mb=4096"], one)
    atheris.Fuzz()


def summarise(watch: Watch) -> None:
    """Print what was run."""
    refused = watch.inputs - watch.read
    print(
        f"{watch.inputs} inputs, {watch.read} read, {refused} refused; slowest {watch.slowest:.2f} s, "
        f"{watch.memory / 2**20:.0f} MiB above the start",
        flush=True,
    )


def main() -> None:
    """Run as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    arguments = parser.parse_args()
    watch = Watch()
    if arguments.atheris:
        run_atheris(watch, arguments.inputs)
    else:
        run_mutations(watch, arguments.inputs, arguments.seed)
    summarise(watch)


if __name__ == "__main__":
    main()
