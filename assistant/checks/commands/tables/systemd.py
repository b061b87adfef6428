"""systemctl and journalctl."""

from __future__ import annotations

from assistant.checks.commands.customs import Customs

_SYSTEMCTL = Customs(
    flat=True,
    cuts=True,
    values=False,
    hidden={
        "": (
            "--no-block --no-legend --no-pager --no-ask-password --no-wall --no-reload --now --failed --output= -o="
            " --lines= -n= --type= -t= --state= --property= -p= --user -H= --host= -M= --machine= --signal= -s="
            " --kill-who= --kill-whom= --job-mode= --all -a --full -l --force -f --root= --runtime --preset-mode="
            " --after --before --reverse --with-dependencies --show-types --quiet -q --value -P= --plain --recursive"
            " -r --firmware-setup --boot-loader-menu= --boot-loader-entry= --message= --what= --check-inhibitors= -i"
            " --ignore-dependencies --read-only --mkdir --marked --drop-in= --when= --stdin --image= --legend="
            " --timestamp= --wait --dry-run --irreversible --fail --system --global --no-warn --show-transaction -T"
            " --verbose -v --help -h --version"
        )
    },
    names={
        f"systemctl {name}": f"systemctl {name}"
        for name in (
            "is-active is-enabled is-failed cat edit mask unmask link preset force-reload condrestart condreload"
            " condstop try-reload-or-restart set-log-level get-log-level set-log-target get-log-target kbrequest"
            " runlevel suspend bind default rescue emergency list-dependencies list-paths set-default get-default"
            " switch-root kill freeze reload-or-try-restart add-requires log-level log-target service-log-level"
            " preset-all daemon-reexec exit enable disable reenable revert status start stop restart reload"
            " try-restart reload-or-restart isolate show help"
        ).split()
    },
)
_JOURNALCTL = Customs(
    cuts=True,
    values=False,
    hidden={
        "": (
            "--user-unit= --unit= -u= --since= -S= --until= -U= --lines= -n= --output= -o= --priority= -p="
            " --facility= --grep= -g= --case-sensitive= --boot= -b= --follow -f --reverse -r --dmesg -k --no-pager"
            " --no-hostname --no-tail --utc --catalog -x --pager-end -e --all -a --quiet -q --merge -m --identifier="
            " -t= --cursor= -c= --after-cursor= --cursor-file= --show-cursor --output-fields= --disk-usage"
            " --vacuum-size= --vacuum-time= --vacuum-files= --rotate --flush --sync --header --verify --list-boots"
            " --list-catalog --dump-catalog --update-catalog --fields -N --field= -F= --directory= -D= --file= -i="
            " --root= --namespace= --system --user -M= --machine= --full -l --no-full --setup-keys --interval="
            " --verify-key= --force --relinquish-var --smart-relinquish-var --image= --truncate-newline"
            " --exclude-identifier= -T= --list-invocations --invocation= -I --synchronize-on-exit= --list-namespaces"
            " --image-policy= --lines --help -h --version --new-id128"
        )
    },
)

TABLE = {"systemctl": _SYSTEMCTL, "journalctl": _JOURNALCTL}
