"""Services, logs and schedules: systemd, cron, web servers and process managers."""

TABLE = """
[systemctl]
values: -H --host -M --machine -p --property -t --type -n --lines -o --output --state -s --signal --root --kill-whom --what --job-mode --when
flags: --user --system --no-pager -a --all -l --full --failed --now -q --quiet -f --force --no-block --plain --no-legend --value --runtime -r
read: $, status, show, cat, is-active, is-enabled, is-failed, is-system-running, list-units, list-unit-files, list-timers, list-sockets, list-jobs
read: list-dependencies, list-machines, list-automounts, list-paths, get-default, help, show-environment, whoami, --failed $, list-mounts, verify
change: start|restart|reload|try-restart|reload-or-restart|try-reload-or-restart -> starts, restarts or reloads services
change: stop -> stops services
change: enable|disable|reenable|preset|mask|unmask|edit|set-property|set-default|link|revert|daemon-reload|daemon-reexec|reset-failed|set-environment|unset-environment|import-environment|add-wants|add-requires -> changes what systemd does
change: kill -> sends a signal to the processes of a service
destroy: kill -s|--signal=KILL|SIGKILL|9 -> ends the processes of a service at once
destroy: reboot|poweroff|halt|kexec|soft-reboot|exit|rescue|emergency|suspend|hibernate|hybrid-sleep|switch-root, isolate, start reboot.target|poweroff.target|halt.target|rescue.target|emergency.target -> stops or reboots the machine, or most of what runs on it
destroy: clean -> deletes the state, cache and logs of a service
destroy: disable|mask --now -> stops services, and keeps them from coming back
destroy: mask|disable|stop ~sshd*|ssh|ssh.service|network*|NetworkManager*|systemd-networkd* -> may lock everybody out of the machine
read: * --dry-run

[journalctl]
values: -u --unit -n --lines -S --since -U --until -p --priority -o --output -b --boot -t --identifier -D --directory -g --grep -M --machine -c --cursor --root --file -F --field -T --facility
flags: -f -k -x -e -r -a -q -xe -xeu -fu -ku -xb --no-pager --follow --dmesg --list-boots --disk-usage --reverse --user --system --utc --verify
read: any -> only reads the journal
change: --rotate|--flush|--sync|--relinquish-var|--update-catalog|--setup-keys -> changes the journal's files
destroy: --vacuum-size|--vacuum-time|--vacuum-files -> deletes old entries of the journal

[service]
read: --status-all, * status, $
change: * start|restart|reload|force-reload -> starts, restarts or reloads the service
change: * stop -> stops the service
read: nginx|apache2|httpd|haproxy configtest|check

[rc-service rc-update rc-status chkconfig update-rc.d initctl sv s6-rc s6-svc launchctl insserv runit]
read: $, * status|describe, --list|-l, show, list, status|print|blame|dumpstate|managername, -a|--all|-s
change: load|start|bootstrap|kickstart|enable|add|up|restart|reload|once
destroy: bootout|unload|remove|del|delete|kill|reboot|disable, --del, * remove
change: stop|down|disable, * stop|start|restart|on|off, -u|-d

[systemd-analyze systemd-cgls systemd-cgtop systemd-detect-virt systemd-delta systemd-path systemd-resolve systemd-id128 systemd-escape busctl]
read: any
change: set-log-level|set-log-target|call|set-property|emit, log-level *, --flush-caches|--reset-statistics

[resolvectl]
read: $, status, query, statistics, dns $, domain $, show-server-state, show-cache, service, monitor, openpgp, tlsa, llmnr $, dns *, domain *
change: flush-caches|reset-statistics|reset-server-features|revert, dns|domain * *, log-level *

[timedatectl hostnamectl localectl loginctl networkctl machinectl coredumpctl bootctl homectl userdbctl portablectl]
read: $, status, show, list, list-timezones, timesync-status, show-timesync, list-*, session-status, user-status, seat-status, show-*, info, dump, lldp, cat, hostname $, icon-name $, chassis $, get-*, image-status, user, group
destroy: terminate-*|kill-*|poweroff|terminate|kill|remove|delete|clean|reboot|halt -> ends sessions or machines, or removes them
unknown: shell|debug

[systemd-run]
style: first
values: -p --property --unit -u -M -H --description --slice --uid --gid --nice -E --setenv --on-calendar --on-active --on-boot --working-directory --timer-property
unknown: any
run argv change: any

[systemd-tmpfiles]
read: --cat-config
destroy: --remove|--clean|--purge -> deletes temporary files
[systemd-inhibit systemd-cat]
style: first
values: --what --who --why --mode -t -p
read: --list
run argv: any

[crontab]
values: -u
read: -l -> shows the schedule
destroy: -r -> deletes the whole schedule of the user
change: -e -> opens the schedule in an editor
change: * -> replaces the schedule of the user
unknown: $ !-l|-r|-e

[at batch]
values: -f -q -t
change: any -> plans commands for later
read: -l|-c|-V
destroy: -d|-r -> deletes jobs
stdin: shell
[atq anacron]
read: any
change: -f|-n|-s
[atrm]
destroy: any -> deletes planned jobs

[logrotate]
values: -s --state -l --log -m --mail
change: any -> rotates logs, and deletes the oldest
read: -d|--debug -> only shows what it would do
destroy: -f|--force -> rotates logs now, and deletes the oldest
read: -d|--debug

[nginx openresty]
values: -c -g -p -s -e
read: -t|-T|-v|-V|-h|-? -> only checks the configuration or shows the version
change: $ !-t !-T !-v !-V -> starts the server
change: -s=reload|reopen -> reloads the server
change: -s=stop|quit -> stops the server

[apachectl apache2ctl httpd apache2]
read: configtest|-t|-S|-M|-V|-v|-l|-L|status|fullstatus, -t|-S|-M|-V|-v|-l
change: start|restart|graceful|stop|graceful-stop, -k
[a2ensite a2dissite a2enmod a2dismod a2query a2enconf a2disconf]
change: any
[haproxy caddy traefik envoy varnishd varnishadm]
values: -f --config --adapter
read: -c|-v|-vv|-t, version, validate, adapt, list-modules, environ, build-info, healthcheck, fmt !--overwrite|-w, --mode=validate, vcl.list|backend.list|param.show|status|ping|banner|storage.list
destroy: ban|ban.url|stop|stop -> drops cached pages, or stops the server

[squid named-checkconf named-checkzone rndc unbound-control unbound-checkconf dnsmasq postfix postqueue postsuper mailq postconf doveadm exim dovecot doveconf sendmail]
read: -k=parse|check, status|stats|zonestatus, check, -p, $, list_*, lookup, --test, user, mailbox list|status, who, log find, -bp, -n, -m, -bv
destroy: -d, flush|flushname|flushtree, -d=ALL, expunge, mailbox delete, kick, fs delete, -Mrm -> deletes what waits or is stored
change: -e, reload|reconfig|start|stop|freeze|thaw
read: * !-e !-d !-k !-s !-r !-f !-q

[certbot acme.sh lego dehydrated]
values: -d --domain --domains -m --email --cert-name --webroot-path -w --server --config-dir --preferred-challenges
read: certificates|plugins|show_account, --list|--info|--version|-l, list
read: renew|certonly --dry-run, --dry-run renew
destroy: delete|revoke|unregister, --revoke|--remove|--deactivate|--uninstall -> deletes or revokes certificates
read: certificates

[step cfssl easyrsa mkcert]
read: certificate inspect|verify|lint|fingerprint, ca health|roots|root, version, certinfo, show-cert|show-ca|show-req|verify, -CAROOT, crypto jwt inspect|verify
destroy: ca revoke, revoke|gen-crl|init-pki, -uninstall

[supervisorctl]
values: -c -s -u -p
read: $, status, tail, pid, avail, help, maintail, version
change: start|restart|reload|update|reread|add|signal|clear -> changes which programs run
change: stop -> stops programs
destroy: shutdown, remove, stop all, clear -> stops everything that it runs
[pm2]
values: -n --name --env
read: $, list|ls|status|l|ps, show|describe|info|desc, logs|log, monit, prettylist, jlist, report, env, ping, id, version, conf, get
change: start|restart|reload|save|scale|startup|set|install|update|reset|stop -> changes which programs run
destroy: delete|del|kill|flush|unstartup|uninstall, stop all, cleardump, deleteall -> removes programs, or their logs
[circusctl god monit immortalctl fail2ban-client]
values: -c
read: $, status|summary|procmatch|validate, list|stats|numprocesses|get, -t, ping, banned, version
change: start|stop|restart|reload|monitor|unmonitor|set
destroy: quit|rm, unban --all

[prometheus promtool amtool alertmanager thanos loki logcli mimirtool cortextool grafana-cli telegraf influx vmctl otelcol]
read: $, check|test|query|debug, check-config, alert $, alert query, silence $, silence query, config, config routes|show, labels|series|instant-query|stats|volume|fmt, plugins ls|list-remote|list-versions, ping, rules list|print|get|diff|check|lint, version, bucket list|ls|show, bucket ls|inspect|verify|web, tools, alertmanager get, validate, config test, bucket list
read: tsdb list|analyze|dump, check config|rules|metrics|web-config|healthy|ready, query instant|range|labels|series, --version, --test, plugins ls
change: silence add|update|import, alert add, tsdb create-blocks-from, plugins install|update, config init
destroy: silence expire, tsdb delete, bucket rewrite|cleanup|mark|replicate, rules delete, delete, bucket delete, alertmanager delete, rules sync, plugins remove|uninstall -> deletes it
"""
