"""Shells, their builtins, and programs that run another command."""

TABLE = """
[bash sh zsh dash ksh ash rbash mksh]
style: first script nohelp
values: -o -O --rcfile --init-file +o +O
flags: -l -i -x -e -u -v -f -s -r -p -a --login --norc --noprofile --posix -n -m
unknown: any -> runs a script, or what is typed there, that is not to be seen here
read: -n -> only checks the syntax of the script
run shell from -c: any
stdin: shell
[fish csh tcsh nu elvish]
style: first script nohelp
unknown: any -> runs a script, or what is typed there, that is not to be seen here
run shell from -c: any
stdin: shell
[busybox toybox]
style: first
read: --list, $
run argv: any

[cd pushd popd dirs set shopt export unset unalias read local declare typeset readonly return exit break continue shift getopts hash let bind complete compgen compdef mapfile readarray help logout times caller setopt unsetopt autoload bindkey rehash zle chdir -]
style: nohelp
read: any -> acts on this shell only
[alias]
style: nohelp
read: any -> gives a command another name in this shell
[history fc]
read: any
change: -c|-d|-w -> deletes entries of the shell's history
unknown: -s|-e
[enable]
read: any
unknown: -f -> loads code into the shell
[eval]
style: first nohelp
read: $
run shell: any
[exec]
style: first nohelp
values: -a
read: $ -> only redirects what this shell reads or writes
run argv: any
[command builtin noglob nocorrect coproc]
style: first nohelp
flags: -p
read: -v|-V, $ -> only says which program that is
run argv: any !-v !-V
[trap]
style: first nohelp
read: any -> sets what happens at a signal
run shell: any !-p !-l
[source . load]
unknown: any -> runs the commands of a file that is not to be seen here

[sudo doas pkexec please run0]
style: first
values: -u -g -h -p -C -r -t -T -U -D -R --user --group --prompt --chdir --host --role --type --other-user
flags: -n -E -H -S -b -P -A -k -K -B --preserve-env --non-interactive --set-home --stdin --login --shell
read: -l|-v|-k|-K|-V|--list|--validate|--reset-timestamp -> shows or renews what one may do
unknown: -i|-s|--login|--shell, $ !-l !-v !-k !-K !-V !--list !--validate -> opens a shell of another user, and what is typed there decides
change: -e|--edit -> edits a file as another user
run argv: any !-e !-l !-U
[gosu su-exec setuidgid chpst s6-setuidgid]
style: first
run argv: *
[su]
style: nohelp
values: -s --shell -g -G -w
flags: - -l -m -p --login
unknown: any -> opens a shell of another user, and what is typed there decides
run shell from -c|--command: any
stdin: shell
[runuser setpriv capsh]
style: first
values: -u --user -g --group -G -s --shell --reuid --regid --inh-caps --bounding-set
flags: -l --clear-groups --init-groups --no-new-privs
unknown: any
run argv: any
run shell from -c|--command: any
[sudoedit]
change: any -> edits a file as another user
[env]
style: first
values: -u --unset -C --chdir
flags: -i -0 --ignore-environment --null -v
read: $
run argv: any
run shell from -S|--split-string: any
[nice ionice time nohup setsid stdbuf unbuffer chronic caffeinate torsocks torify tsocks fakeroot rlwrap dbus-run-session xvfb-run numactl eatmydata winpty catchsegv linux32 linux64 prlimit choom proxychains proxychains4 firejail bwrap cgexec dumb-init tini daemonize optirun prime-run softlimit]
style: first
values: -n --adjustment -c --class --classdata -o --output -f --format -e --error -i --input -g --membind --cpunodebind -m --physcpubind -N -C -s --server-args
flags: -p -v -a --append -w --wait --portability --verbose
read: $, -p -> shows how it runs
change: -p -n, -p -c, -p --limit -> changes how a process runs
run argv: any !-p, any -p
also change: -o|--output
[timeout gtimeout chrt faketime cpulimit]
style: first
values: -s --signal -k --kill-after -l
flags: --preserve-status --foreground -v --verbose -f -r -o -b -i
read: $, -p|-m
run argv: *
[taskset setarch]
style: first
flags: -c -a -p -R
read: $, * $ -p -> shows where it may run
change: -p * * -> changes where it may run
read: -p * $, -p -c * $
change: * * -p
run argv: * !-p
[watch viddy hwatch]
style: first
values: -n --interval -q --equexit
flags: -d -t -b -e -g -c -x -w --differences --no-title --beep --errexit --chgexit --color --exec --precise
run shell: any
[flock lockfile-create setlock]
style: first
values: -w --timeout -E --conflict-exit-code --wait
flags: -n -x -s -u -e -o -F -v --nonblock --exclusive --shared --unlock
read: any -> takes a lock
run argv: *
[chroot arch-chroot]
style: first
values: -G --groups --userspec -u -g
unknown: * $ -> opens a shell in another root, and what is typed there decides
run argv: *
[nsenter]
style: first
values: -t --target -S --setuid -G --setgid --wdns
flags: -a -m -u -i -n -p -C -U -T -r -w -F --all --mount --uts --ipc --net --pid --user --cgroup --preserve-credentials
unknown: any -> opens a shell in other namespaces, and what is typed there decides
run argv: any
[unshare systemd-nspawn proot]
style: first
values: -D -M -i -b -r -w -R -S -G
flags: -m -u -i -n -p -U -f -r --mount --uts --net --pid --user --fork --map-root-user --mount-proc -C
unknown: any
run argv: any
[script]
values: -c --command -E -I -O -B -T
change: any -> writes what is typed and shown to a file
run shell change from -c|--command: any
[hyperfine]
values: -w --warmup -r --runs -L -P -n --export-markdown --export-json --shell -S
unknown: any
run shell: any
run shell from -p|--prepare|-s|--setup|-c|--cleanup: any
[valgrind gdbserver heaptrack pprof]
style: first
unknown: any
run argv: any
[tmux screen zellij byobu]
values: -s -t -n -c -S -L -f -x -y -e
read: $, ls|list-sessions|list-windows|list-panes|list-clients|list-keys|list-buffers|lsw|lsp|show|show-options|show-environment|display|display-message|has-session|has|info|capture-pane|capturep|show-buffer|server-info|list-commands|list-aliases, -ls|-list|-v, -l -s
read: -ls, -list, attach|a|at|attach-session|-r|-x|detach|detach-client|switch-client|select-window|selectw|select-pane|selectp|next|last-window|choose-tree, -r|-x|-d
change: rename|rename-session|rename-window|set|set-option|setw|split-window|resize-pane|move-window|swap-pane|join-pane|break-pane|source|source-file|new|new-session|new-window|neww|save-buffer|pipe-pane|set-environment, -S|-dmS
unknown: send-keys|send|run-shell|run|if-shell|respawn-pane|pipe-pane, -> types or runs a command
destroy: kill-server|kill-session|kill-window|kill-pane|killw|killp|kill-ses|kill-all-sessions|delete-session|delete-all-sessions, -X ~quit|kill -> ends the programs that run in it
run shell: new|new-session|new-window|neww|splitw|split-window
run shell: send-keys|send|run-shell|run
[aws-vault chamber doppler envconsul direnv summon saml2aws granted tsh teleport dotenv infisical]
values: -d --duration -p --profile --project --config -c --proxy --cluster --user -l -f --env
read: $, list|ls|status|version|configs|me|show|logins|help, secrets $, apps|db|kube ls|activity|history|read|export|dump
destroy: remove|rm|delete|clear|revoke|logout|unset, secrets delete
unknown: ssh|exec|run
run argv: exec *, kubectl
run argv: run
run shell: ssh *
[open xdg-open explorer start]
unknown: any -> opens a file or address with whatever belongs to it
[pbcopy xclip xsel wl-copy clip]
change: any -> replaces the clipboard
read: -o|--output
[pbpaste wl-paste]
read: any
"""
