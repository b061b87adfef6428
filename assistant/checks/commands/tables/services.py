"""terraform, Ansible, clouds, Prometheus and Redis."""

from __future__ import annotations

import re

from assistant.checks.commands.customs import Customs, words

_TERRAFORM = Customs(
    single=True,
    hidden={
        "": (
            "-chdir= -help -version -h -v -no-color -json -compact-warnings -input= -lock= -lock-timeout= -state="
            " -state-out= -backup= -var= -var-file= -target= -parallelism= -refresh= -out= -detailed-exitcode -destroy"
            " -refresh-only -replace= -auto-approve -lockfile= -from-module= -reconfigure -migrate-state -upgrade"
            " -backend= -backend-config= -force-copy -get= -get-plugins= -plugin-dir= -recursive -check -diff -write="
            " -list= -raw -generate-config-out= -exclude= -allow-missing -force -ignore-remote-version -config="
            " -provider= -allow-missing-config -update -no-tests -test-directory= -filter= -verbose -plan= -type="
            " -draw-cycles -module-depth= -or-create= -or-create -fs-mirror= -net-mirror= -platform="
            " -enable-plugin-cache -provider -junit-xml= -cloud= -save -concise -show-sensitive -deprecation="
        )
    },
    names={
        f"terraform {name}": f"terraform {name}"
        for name in "env rpcapi stacks query cloud push debug policy 0.13upgrade 0.12upgrade".split()
    }
    | {"terraform env": "terraform workspace"},
)
_OPENSSL = Customs(
    single=True,
    long=False,
    short=False,
    values=False,
    names={},
    pattern=re.compile(
        "(?:sha|md|aes|des|bf|cast|rc|camellia|aria|chacha|blake|ripemd|rmd|seed|sm|idea|base64|zlib|zstd|shake|whirl|mdc|kecc|id-|null).*"
    ),
)
_AWS = Customs(grows=True, cuts=True, short=False, values=True, commands=True, free=frozenset(("aws",)))
_ROLE_COMMANDS = ("delete", "import", "info", "init", "install", "list", "remove", "search", "setup")
_ROLES_UNSAID = {f"ansible-galaxy {name}": f"ansible-galaxy role {name}" for name in _ROLE_COMMANDS}
_ANSIBLE = Customs(names=_ROLES_UNSAID, cuts=True, short=True, values=True)
_KINGPIN = Customs(cuts=False, short=False, negates=True, values=False)
_REDIS = Customs(
    short=False,
    values=True,
    pattern=re.compile(r"cluster-.*"),
    hidden={
        "": (
            "--no-auth-warning --no-raw --eval= --cluster= --user= --pass= --tls --bigkeys --memkeys --keystats"
            " --hotkeys --latency --latency-history --latency-dist --stat --scan --pattern= --count= --cursor= --top="
            " -4 -6 -t= -I --word"
        )
    },
)

_ANSIBLE_TOOLS = words("ansible ansible-playbook ansible-galaxy ansible-vault ansible-inventory ansible-doc ansible-config")

TABLE = {
    "terraform": _TERRAFORM,
    "openssl": _OPENSSL,
    "aws": _AWS,
    "promtool": _KINGPIN,
    "amtool": _KINGPIN,
    "redis-cli": _REDIS,
    **dict.fromkeys(_ANSIBLE_TOOLS, _ANSIBLE),
}
