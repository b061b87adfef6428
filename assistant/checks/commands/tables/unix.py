"""Tools of every Linux machine, and the clients of PostgreSQL: macOS and BusyBox have other short flags, and no long ones."""

from __future__ import annotations

from assistant.checks.commands.customs import Customs, words

_GNU = Customs(cuts=True, short=False, values=False)
_NEAR = Customs(cuts=True, long=False, short=False, values=False)

_WITH_LONG_FLAGS = words(
    "ls cp mv rm mkdir rmdir ln cat head tail sort uniq wc cut tr tac tee touch chmod chown chgrp chroot date"
    " dd df du basename dirname env nice nohup nproc od paste printenv readlink realpath seq sha256sum md5sum"
    " shuf sleep split stat stdbuf sum sync timeout truncate uname who whoami id join fold expand nl mktemp"
    " mkfifo numfmt grep sed xargs gzip xz zstd curl wget diff cmp logger lsblk findmnt useradd usermod"
    " userdel groupadd passwd chage column dmesg flock nsenter"
    " unshare free pgrep uptime ss"
    " psql pg_dump pg_dumpall pg_restore pg_basebackup pg_isready createdb dropdb createuser vacuumdb reindexdb"
)
_LED_THROUGH = words("rsync tar find ssh scp sudo watch strace systemd-run setsid ionice taskset nginx")

_APT_TOOLS = ("apt", "apt-get", "apt-cache")
_APT_WORDS = words("moo why why-not history-list history-info markauto gencaches showpkg stats unmet madison")
_APT_NAMES = {f"{tool} {word}": f"{tool} {word}" for tool in _APT_TOOLS for word in _APT_WORDS}
_APT = Customs(cuts=True, long=False, short=False, values=False, names=_APT_NAMES)
_SYSTEMD_CLIENTS = Customs(cuts=True, short=False, values=False, commands=False)
_SYSTEMD = words("hostnamectl timedatectl loginctl coredumpctl")

TABLE = {
    **dict.fromkeys(_WITH_LONG_FLAGS, _GNU),
    **dict.fromkeys(_LED_THROUGH, _NEAR),
    **dict.fromkeys(_APT_TOOLS, _APT),
    **dict.fromkeys(_SYSTEMD, _SYSTEMD_CLIENTS),
    "stat": Customs(cuts=True, short=False, values=False, hidden={"": "--format= -c="}),
}
