"""The software bill of materials of an image, in CycloneDX 1.6 (https://cyclonedx.org), from what is installed in it.

usage: python deploy/container/sbom.py IMAGE > sbom.json     (needs podman or docker, and the development packages)
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

_PYTHON = """
import importlib.metadata, json
for found in importlib.metadata.distributions():
    meta = found.metadata
    kinds = [each.rpartition(" :: ")[2] for each in meta.get_all("Classifier", []) if each.startswith("License :: OSI")]
    licence = meta.get("License-Expression") or (kinds[0] if kinds else meta.get("License", ""))
    print(json.dumps([meta["Name"], found.version, licence.strip().splitlines()[0] if licence.strip() else ""]))
"""
# What an image is asked: its Debian packages, an empty line, its Python packages.
LISTING = f"dpkg-query -W -f '${{Package}} ${{Version}} ${{Architecture}}\\n'; echo; python -c '{_PYTHON}'"


def main() -> None:
    """Print the bill of one image."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):  # noqa: PLR2004 - the program and its argument
        sys.exit(__doc__)
    engine = shutil.which("podman") or shutil.which("docker")
    if engine is None:
        sys.exit("error: neither podman nor docker is installed.")
    command = [engine, "run", "--rm", "--network", "none", "--entrypoint", "sh", sys.argv[1], "-c", LISTING]
    listed = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 - the image that was named
    if listed.returncode:
        sys.exit(f"error: {sys.argv[1]} could not be asked for its packages.")
    sys.stdout.write(of(listed.stdout))


def of(listed: str) -> str:
    """The bill of what `LISTING` printed, as JSON."""
    debian, _, python = listed.partition("\n\n")
    bill = Bom()
    for line in debian.splitlines():
        name, version, architecture = line.split()
        url = PackageURL("deb", "debian", name, version, {"arch": architecture})
        bill.components.add(Component(name=name, version=version, purl=url, type=ComponentType.LIBRARY))
    for line in python.splitlines():
        name, version, licence = json.loads(line)
        licences = [LicenseFactory().make_from_string(licence)] if licence else []
        url = PackageURL("pypi", None, name.lower().replace("_", "-"), version)
        bill.components.add(Component(name=name, version=version, purl=url, type=ComponentType.LIBRARY, licenses=licences))
    return str(JsonV1Dot6(bill).output_as_string(indent=1))


if __name__ == "__main__":
    main()
