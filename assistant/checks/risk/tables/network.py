"""Network: looking at it, changing it, fetching and sending."""

TABLE = """
[ss]
read: any
destroy: -K|--kill -> ends connections
[netstat ping ping6 fping arping traceroute traceroute6 tracepath mtr dig nslookup host drill kdig delv whois arp-scan nmap masscan zmap iperf iperf3  iwlist lldpctl speedtest speedtest-cli httping hping3 nping testssl.sh testssl sslscan ipcalc sipcalc geoiplookup dnstop httpstat nuclei nikto wrk ab hey vegeta siege lft dnstracer resolveip ldapsearch snmpwalk snmpget snmpbulkwalk showmount rpcinfo smbstatus smbtree nmblookup wafw00f sslyze grpc_health_probe]
read: any
change: -oN|-oX|-oA|-oG, --script=*exploit*|*brute*|*dos* -> writes a file, or attacks
[ip]
style: single
values: -n -netns -family -f -rcvbuf -loops
flags: -4 -6 -s -d -br -brief -c -color -j -json -o -h -p -details -statistics -oneline -all
read: $, help, addr|address|a|ad|link|l|li|route|r|ro|rule|ru|neigh|neighbor|neighbour|n|maddr|maddress|mroute|tunnel|tuntap|netns|vrf|tcp_metrics|token|netconf|xfrm|ntable|nexthop|macsec|sr|mptcp|monitor|stats $
read: addr|address|a|link|l|route|r|ro|rule|ru|neigh|neighbor|neighbour|n|maddr|mroute|tunnel|tuntap|netns|vrf|tcp_metrics|token|netconf|nexthop|mptcp|ntable show|list|ls|lst|sh|s|get|help|list-id|identify|pids|monitor
read: xfrm state|policy|monitor $, xfrm state|policy list|show|get, monitor, netns list|identify|pids|monitor, mptcp endpoint|limits show
change: addr|address|a|link|l|route|r|rule|neigh|neighbor|n|tunnel|tuntap|netns|nexthop add|change|replace|set|append|prepend -> changes the network of the machine
destroy: addr|address|a|link|l|route|r|ro|rule|ru|neigh|neighbor|neighbour|n|tunnel|tuntap|netns|nexthop|maddr|tcp_metrics|vrf|xfrm del|delete|d|flush|f|deleteall -> takes addresses, routes or links away: connections may break
destroy: link|l set ~down -> switches a network interface off: connections may break
destroy: xfrm state|policy flush|delete|deleteall
run argv: netns exec *, vrf exec *
[ifconfig]
read: $, * $, -a|-s
change: * *
destroy: * down|delete|-alias|del -> switches a network interface off: connections may break
[route]
read: $, -n|-e|-v|-ee $, print|get|show|monitor, -n get|show
change: add|change
destroy: del|delete|flush -> takes routes away: connections may break
[arp]
read: any
change: -s|-f|--set|--file
destroy: -d|--delete -> takes an entry away
[ifup dhclient dhcpcd netplan nmtui wpa_cli iw iwconfig rfkill brctl bridge ovs-vsctl ovs-ofctl vconfig ethtool mii-tool teamdctl wg wg-quick tc openvpn ipsec swanctl tailscale zerotier-cli cloudflared ngrok conntrack ipset ebtables birdc vtysh devlink rdma dcb ifenslave tunctl udhcpc pppd nordvpn warp-cli]
change: any -> changes the network of the machine
read: $, get|info|list|show|status|statusall|showmacs|version|dump|dump-flows|list-br|list-ports|list-ifaces|find|netcheck|ip|ping|whois|listpeers|listnetworks|dev, dev|phy|link|fdb|mdb|vlan|monitor $, dev|phy|reg|link|fdb|vlan|mdb|port|resource|health|region * $, dev|link|fdb|vlan|mdb show|list|info|scan|station, dev * info|link|scan|station|link, show * $, * show|list|ls
read: qdisc|class|filter|action|chain|monitor show|ls|list, -c, -L|--list|-S|--stats|-C|--count|-t|-v|-n $, qdisc|class|filter $, tunnel list|info, -i|-S|-k|-g|-a|-c|-l|-x|-m|--driver|--show-* * $, eth* $, ens* $, enp* $, bond* $
read: --show|-L|--list|list, -a $ , * $ !-s !-A !-K !-G !-C !-L !-p !-E !-U !-X !-r !--release
change: up|down|apply|try|generate|add|save|load|restore|rescan|connect|disconnect|login|logout|set|start|stop|restart|reload|initiate|terminate|block|unblock, dev set, if*
read: status|show|list|netcheck|version|info|get, get *, list *, show *, -c=show*|"show*
destroy: del|delete|destroy|flush|del-br|del-port|delbr|delif|down|purge|clear|terminate|leave|del-flows|swap|remove, qdisc|class|filter|action|chain|fdb|vlan|link|mdb|dev|addr del|delete|flush|destroy, -D|-F|-X|--flush|--delete|--delete-chain|-r, tunnel delete|cleanup -> takes a part of the network away: connections may break
change: -D|-F|-r -K|-G|-s|-A, -c|-r !-D !-F
read: -c=show*|"show*
change: down $
destroy: disconnect-all, logout
[ifdown]
destroy: any -> switches a network interface off: connections may break
[iptables ip6tables iptables-legacy iptables-nft arptables]
values: -t -p -s -d -i -o -j -m -I -A -D -R --dport --sport -L -Z -C -P -N -X -F -S
flags: -n -v --line-numbers -x -w
change: any -> changes the firewall
read: -L|--list|-S|--list-rules|-C|--check|-V|--version !-F !-X !-D !-Z !-P
destroy: -F|--flush|-X|--delete-chain|-D|--delete|-Z -> deletes rules of the firewall
destroy: -P|--policy -> changes what happens to all traffic without a rule: everybody may be locked out
change: -Z !-F !-X !-D
destroy: -j=DROP|REJECT !-s !--source !--dport !-p !-d !-i -> drops all traffic
[iptables-save ip6tables-save]
read: any
change: -f|--file
[iptables-restore ip6tables-restore]
destroy: any -> replaces all rules of the firewall
change: -n|--noflush
read: -t|--test
[nft]
values: -f --file -I
flags: -a -n -s -j -e --handle --stateless --json --numeric
read: list|describe|monitor|get|help, -c|--check
change: any -> changes the firewall
read: list|describe|monitor|get, -c|--check
destroy: flush|delete|destroy|reset -> deletes rules of the firewall
unknown: -f|--file -> runs a file that is not to be seen here
read: -c -f
[ufw]
flags: --force
read: status|version|show, $, app list|info
change: allow|deny|reject|limit|enable|reload|logging|default|insert|route|prepend|app -> changes the firewall
read: app list|info
destroy: reset|disable|delete -> takes the firewall or its rules away
destroy: default deny|reject incoming, default deny|reject $
read: --dry-run
[firewall-cmd firewall-offline-cmd]
values: --zone
read: any
change: --add-*|--set-*|--reload|--permanent|--change-*|--new-*|--runtime-to-permanent|--complete-reload|--load-*|--add-port|--add-service|--add-rich-rule|--add-source|--add-interface|--set-default-zone|--add-masquerade|--add-forward-port|--new-zone|--set-target|--change-interface|--new-ipset|--add-entry|--set-log-denied|--add-icmp-block
read: --list-all|--list-ports|--list-services|--get-zones|--state|--list-all-zones|--query-service|--query-port|--get-default-zone|--get-active-zones|--list-rich-rules|--get-services|--info-zone|--list-sources|--list-interfaces|--get-zone-of-interface|--direct !--reload
destroy: --remove-port|--remove-service|--remove-rich-rule|--remove-source|--remove-interface|--delete-zone|--panic-on|--remove-masquerade|--remove-forward-port|--delete-ipset|--remove-entry|--delete-service -> takes rules away, or stops all traffic
[nmcli]
style: single
values: -f -fields -m -mode -c -colors -e -escape -w -wait -g -get-values
flags: -t -p -a -s -terse -pretty -ask -show-secrets -o
read: $, g|general|n|networking|r|radio|c|con|connection|d|dev|device|monitor|m|help $, g|general status|permissions|logging|hostname $, n|networking connectivity, c|con|connection|d|dev|device show|status|s|monitor|list, d|dev|device wifi $, d|dev|device wifi list, d|dev|device lldp, r|radio all|wifi|wwan $
change: c|con|connection up|add|modify|mod|edit|clone|import|reload|load|migrate, d|dev|device connect|set|modify|reapply|wifi|up -> changes the network of the machine
read: d|dev|device wifi $, d|dev|device wifi list
destroy: c|con|connection delete|del|down, d|dev|device disconnect|delete|down, n|networking off, r|radio wifi|all|wwan off -> takes a connection away

[curl curlie]
values: -X --request -d --data --data-raw --data-binary --data-urlencode --data-ascii --json -F --form --form-string -T --upload-file -H --header -o --output -u --user -A --user-agent -e --referer -b --cookie -c --cookie-jar -x --proxy -w --write-out -m --max-time -K --config -r --range -E --cert --key --cacert --capath --connect-timeout --retry --retry-delay --retry-max-time --resolve --connect-to --interface --limit-rate --max-redirs -D --dump-header --trace --trace-ascii --unix-socket --url -Q --quote --ciphers --dns-servers --output-dir --url-query -y -Y -z -C -t -P --noproxy --tls-max --cert-type --stderr --oauth2-bearer --aws-sigv4 --doh-url --local-port --max-filesize --proto --socks5 --socks5-hostname --proxy-user --variable
flags: -s -S -L -k -v -i -I -f -g -G -O -J -N -n -a -p -q -R -Z --silent --show-error --location --insecure --verbose --include --head --fail --get --remote-name --compressed --http1.1 --http2 --fail-with-body --no-buffer --ssl-reqd -sS -sL -sSL -fsSL -fsS -sk -skL -sI -4 -6 -#
read: any -> only fetches
read: -X|--request=GET|HEAD|OPTIONS|get|head|options|PROPFIND -> only fetches
change: -d|--data|--data-raw|--data-binary|--data-urlencode|--data-ascii|--json|-F|--form|--form-string -> sends data to the server
change: -T|--upload-file -> uploads a file
read: -d|--data|--data-raw|--data-binary|--data-urlencode|--json -X|--request=GET|HEAD|OPTIONS|get, -d|--data|--data-raw|--data-urlencode|--data-binary -G|--get -> only fetches
change: -X|--request=POST|PUT|PATCH|post|put|patch|MKCOL|LINK|COPY|MOVE -> sends data to the server
read: -X|--request=POST|post ~*/_search|*/_search[?]*|*/_count|*/_msearch|*/_analyze|*/_explain/*|*/graphql-readonly -> searches
unknown: -X|--request=$* -> what it asks of the server depends on a variable
destroy: -X|--request=DELETE|delete|Delete|PURGE|BAN|purge -> deletes what the address names
destroy: ~*/_delete_by_query* -X|--request|-d|--data, ~*/actuator/shutdown* -X|--request=POST -> deletes data, or stops the program
also change: -o|--output !-o|--output=@nowhere -> writes what it fetches to a file
also change: -O|--remote-name|--remote-name-all|-J -> writes what it fetches to a file
also change: -c|--cookie-jar !-c|--cookie-jar=- !-c=@nowhere, -D|--dump-header !-D|--dump-header=@nowhere, --trace|--trace-ascii !--trace|--trace-ascii=- -> writes a file
also destroy: -o|--output=@device -> overwrites a device
also unknown: -K|--config -> reads its options from a file that is not to be seen here
also destroy: -Q|--quote=*DELE*|*RMD* -> deletes files on the server
[http https xh httpie]
values: -a --auth -A --auth-type -o --output --session --verify --timeout -p --print --cert --proxy -s --style
flags: -f --form -j --json -d --download -h --headers -b --body --follow -F -v --verbose --check-status -I
read: any -> only fetches
change: ~*=*|*:=*|*@* -> sends data to the server
read: get|GET|head|HEAD|options|OPTIONS
change: post|put|patch|POST|PUT|PATCH -> sends data to the server
destroy: delete|DELETE -> deletes what the address names
also change: -d|--download|-o|--output
[grpcurl websocat wscat evans]
read: * list|describe, list|describe
change: any
read: * list|describe, list|describe
[wget wget2]
values: -O --output-document -o --output-file -P --directory-prefix -U --user-agent --header -t --tries -T --timeout --user --password -i --input-file --post-data --post-file --method --body-data -a --append-output -e --limit-rate -A -R -I -X -D -l -w --wait --quota -Q --ca-certificate --certificate --private-key
flags: -q -c -r -N -k -p -m -S -nc -nv -np -nd -nH -b --spider --no-check-certificate --quiet --continue --show-progress
change: any -> downloads to a file
read: --spider -> only asks whether it is there
read: -O|--output-document=- -> only fetches
read: -O|--output-document=/dev/null|/dev/stdout -> only fetches
change: --post-data|--post-file|--method=POST|PUT|PATCH|--body-data, --method=POST|PUT|PATCH, --post-data|--post-file|--body-data -> sends data to the server
destroy: --method=DELETE|delete -> deletes what the address names
also destroy: -O|--output-document=@device, --delete-after
also unknown: --use-askpass|--execute
[aria2c axel lftp ftp ncftp tftp youtube-dl yt-dlp]
change: any
unknown: -e|-c|-f
destroy: -e|-c=*rm *|*mirror*--delete*|*mrm *
[w3m lynx links elinks]
read: any
[nc ncat netcat socat]
values: -p -s -w -i -e -c -q -X -x -O -I -T -g -G --sh-exec --exec
flags: -z -v -l -u -n -k -zv -zvw -vz -4 -6 -N -U -C -d
read: -z -> only asks whether a port is open
change: any -> opens a connection or listens for one
read: -z !-e !-c !-l
unknown: -e|-c|--sh-exec|--exec|--lua-exec, ~exec:*|EXEC:*|system:*|SYSTEM:* -> gives a shell or program to whoever is at the other end
[telnet]
read: * *
unknown: $, * $
read: * *
[openssl]
style: single
values: -in -out -connect -servername -CAfile -CApath -key -passin -passout -days -subj -config -newkey -keyout -cert -inkey -signkey -CA -CAkey -extensions -extfile -name -inform -outform -cipher -addext -set_serial -url -issuer -starttls -alpn -purpose -checkend -nameopt -sigopt -digest
read: s_client|x509|verify|version|ciphers|dgst|rand|req|rsa|pkey|ec|crl|asn1parse|speed|list|prime|errstr|help|base64|enc|passwd|ocsp|pkcs12|pkcs7|sess_id|s_time|storeutl|cms|smime|nseq|genrsa|genpkey|ecparam|ca|dsa|gendsa|pkcs8|kdf|info|md5|sha256|sha1|sha512|dsaparam|dhparam|mac|ts|pkeyparam|pkeyutl|rsautl|srp|spkac|rehash -> prints what it is asked for
change: genrsa|genpkey|ecparam|req -out|-keyout, req -x509|-new -keyout|-newkey -> writes keys or certificates to files
change: ca|rehash|srp
destroy: ca -revoke|-gencrl -> revokes a certificate
also change: -out|-keyout|-writerand|-CAserial|-CAcreateserial -> writes a file
unknown: s_server
[ssh autossh slogin dropbear-ssh dbclient]
style: first
values: -B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w
flags: -4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -tt -V -v -vv -vvv -X -x -Y -y
read: -V|-Q|-G -> only shows versions or settings
unknown: * !-G !-Q !-V -> opens a session on another machine, and what is typed there decides
read: -N, -O=check -> forwards ports and runs nothing
change: -R -N
run shell: *
also unknown: -o=*ProxyCommand=*|*LocalCommand=*|*ProxyCommand *|*LocalCommand * -> an option makes it run a command here
stdin: shell
[mosh]
style: first
unknown: any
run argv: * --
[sshpass]
style: first
values: -p -f -P
unknown: any
run argv: any
[ssh-keygen]
values: -t -b -f -C -N -P -m -s -I -n -V -O -R -F -r -Y -E -Z
flags: -q -y -e -i -l -v -B
change: any -> creates or changes keys
read: -l|-y|-B|-F|-L|-Q|-E !-R, -e, -i
change: -F -f -R
change: -R -> takes a host out of the known hosts
[ssh-add ssh-agent ssh-copy-id ssh-import-id]
change: any
read: -l|-L
change: -D|-d|-k
[ssh-keyscan sshd ssh-audit]
read: any
[clush pssh pdsh dsh mussh pscp prsync parallel-ssh csshx]
style: first
values: -w -g -h -H -l -p -t -o -e -x -f -u -R
unknown: any
run shell: any
[smbclient rpcclient net ldapadd ldapmodify ldappasswd kinit klist kadmin kadmin.local nfsstat exportfs mount.nfs ktutil ipa samba-tool wbinfo pdbedit testparm]
values: -h -H -D -w -b -U -c -f
change: any
read: $ !-a !-u !-r !-ra, -L|--list|-l|-s|-v|-u $, user-find|user-show|group-find|host-find|*-find|*-show|ping, user list|show, group list|listmembers, -k|-A|-e, ads info|testjoin, -t|-g|-m|--own-domain
destroy: -c=*del *|*rm *|*deltree*|*rmdir*, -q=delprinc*|delpol*, *-del, user delete, group delete, -r, -x -> deletes it
[ldapdelete kdestroy]
destroy: any
"""
