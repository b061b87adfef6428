"""Databases, queues and key-value stores."""

TABLE = """
[psql pgcli cockroach-sql]
values: -h --host -p --port -U --username -d --dbname -f --file -o --output -v --set --variable -P --pset -F -R -L --log-file -T
flags: -A -t -q -x -X -w -W -1 -n -b -e -a -E --csv --tuples-only --no-align --quiet --no-psqlrc --single-transaction -At -tA --expanded
read: -l|--list|--version|-V -> lists the databases
unknown: any !-l|--list|--version -> what is typed there, or read, decides
unknown: -f|--file -> runs a file that is not to be seen here
run sql from -c|--command: any
also unknown: -f|--file -> runs a file that is not to be seen here
also change: -o|--output -> writes the answer to a file
stdin: sql

[mysql mariadb mycli]
values: -h --host -P --port -u --user -D --database -S --socket --defaults-file --defaults-extra-file --ssl-ca --protocol --default-character-set --login-path --init-command
attached: -p
flags: -N -B -s -t -E -v -f --batch --silent --table --vertical --skip-column-names --raw -A --compress
read: --version|-V
unknown: any !--version|-V -> what is typed there, or read, decides
run sql from -e|--execute: any
stdin: sql

[mysqladmin mariadb-admin]
values: -h --host -P --port -u --user -S --socket -i --sleep -c --count
attached: -p
read: status|extended-status|ping|processlist|variables|version
change: flush-hosts|flush-logs|flush-status|flush-tables|flush-privileges|refresh|reload|start-slave|create|start-replica|password -> changes the server
destroy: drop|shutdown|kill|stop-slave|stop-replica|stop-all-slaves -> deletes a database, stops the server or ends sessions

[mysqldump mariadb-dump mysqlpump]
values: -h --host -P --port -u --user -S --socket -r --result-file -T --tab -w --where --databases --ignore-table --defaults-file
attached: -p
read: any -> prints a dump
change: -r|--result-file|-T|--tab -> writes a dump to a file
also change: --flush-logs|-F -> starts new logs
also destroy: --delete-master-logs|--delete-source-logs -> deletes the binary logs
[pg_dump pg_dumpall]
values: -h --host -P --port -p -u --user -U --username -d --dbname -t --table -n --schema -F --format -f --file -j --jobs -S -Z -N -T --exclude-table
read: any -> prints a dump
change: -f|--file -> writes a dump to a file
read: -f|--file=@nowhere

[pg_restore]
values: -h --host -p --port -U --username -d --dbname -n --schema -t --table -j --jobs -L -I -T -F --format -f --file
change: any -> restores a dump
read: -l|--list, -f|--file=- -> only shows the dump
destroy: -c|--clean -> drops the objects before it restores them
read: -l|--list

[pg_basebackup pg_receivewal pg_dumpbinary pg_rewind pg_upgrade pg_resetwal pg_checksums initdb pg_createcluster pg_archivecleanup pg_renamecluster pg_upgradecluster]
change: any
read: --check|-c|-n|--dry-run
destroy: --target-pgdata, -f|--force|-x|-k

[dropdb dropuser pg_dropcluster]
destroy: any -> deletes the database, the user or the cluster
[createdb createuser vacuumdb reindexdb clusterdb createlang]
change: any
[pg_isready pg_lsclusters pg_controldata pg_waldump pg_config pg_test_fsync pg_test_timing pgbadger pg_amcheck mysqlcheck mysqlshow pt-query-digest innotop mytop pg_top pg_activity mysqldumpslow pt-summary]
read: any
change: -r|--repair|-o|--optimize|--auto-repair|-F|--fix-db-names
[pg_ctl pg_ctlcluster]
values: -D --pgdata -l --log -m --mode -o -t
read: status, * * status
change: start|restart|reload|stop|promote|init|initdb|logrotate -> changes the server
destroy: stop -m|--mode=immediate|i, kill -> stops the server at once
[patronictl repmgr]
values: -c --config-file -f -d
read: $, list|topology|history|query|show-config|version|dsn, cluster show|matrix|crosscheck|event, node status|check, service status
destroy: failover|switchover|remove|reinit|flush, standby promote|switchover|clone, primary unregister, cluster cleanup, node rejoin -> changes who is primary, or removes a member
[pgbouncer pgbench pt-archiver pt-online-schema-change pt-kill gh-ost pg_repack liquibase flyway alembic goose dbmate migrate prisma sequelize knex]
read: info|validate|status|history|current|heads|show|branches|version|check, --print, status --verbose, migrate status|diff, --dry-run, migrations list, --help
destroy: clean|drop|dropAll|drop-all|down|reset|rollback|rollbackCount|undo|downgrade|force, migrate reset, db drop|push, --purge|--kill|--execute -> drops or undoes what is in the database

[sqlite3 sqlite duckdb]
style: single
values: -separator -init -newline -nullvalue -cmd -mmap
flags: -header -csv -json -column -line -list -readonly -batch -html -table -box -markdown
read: -version
run sql: *
run sql from -cmd|-c: any
unknown: any !-version -> what is typed there, or read, decides
stdin: sql
[sqlcmd bcp osql]
values: -S -U -P -d -i -o -h -s
unknown: any
run sql from -Q|-q: any
run sql change from -Q|-q: any -o
stdin: sql
[clickhouse-client clickhouse cqlsh cockroach influx-sql snowsql trino presto impala-shell hive beeline usql]
values: -h --host --port -u --user --password -d --database -f --format --url -n -k --certs-dir
read: version, node status|ls
destroy: node decommission|drain, quit, node drain --self
unknown: any !--version
read: version, node status|ls
run sql from -q|--query|-e|--execute|-c|--command|--statement: any
stdin: sql

[mongosh mongo]
values: --host --port -u --username -p --password --authenticationDatabase --db -f --file --tls* --tlsCAFile
flags: --quiet --norc --tls --ssl
unknown: any -> what is typed there, or read, decides
run mongo from --eval: any
also unknown: -f|--file, ~*.js -> runs a script that is not to be seen here
stdin: mongo
[mongodump mongoexport bsondump]
read: any
change: any -> writes a dump
read: --archive !--archive=* !--out|-o, --help
[mongorestore mongoimport]
change: any -> writes to the database
destroy: --drop -> drops the collections before it restores them
read: --dryRun
[mongostat mongotop]
read: any

[redis-cli valkey-cli keydb-cli redis]
style: first nocase
values: -h -p -a -n -u -r -i -s --cluster --user --pass --cacert --cert --key --pattern --count -x -X --sni -t --tls-ciphers
flags: --tls --raw --no-auth-warning -c --no-raw --csv --json --insecure -3 -2 -e --askpass
read: get|mget|strlen|getrange|substr|exists|ttl|pttl|type|keys|scan|randomkey|dbsize|info|ping|echo|time|hget|hgetall|hmget|hkeys|hvals|hlen|hexists|hscan|hstrlen|hrandfield|llen|lrange|lindex|lpos|lcs
read: smembers|sismember|smismember|scard|srandmember|sscan|sinter|sunion|sdiff|sintercard|zrange|zrevrange|zrangebyscore|zrevrangebyscore|zrangebylex|zrevrangebylex|zscore|zmscore|zcard|zcount|zrank|zrevrank|zscan|zlexcount|zrandmember|zinter|zunion|zdiff|zintercard
read: object|getbit|bitcount|bitpos|bitfield_ro|sort_ro|xrange|xrevrange|xlen|xread|xinfo|xpending|geopos|geodist|geohash|geosearch|georadius_ro|georadiusbymember_ro|pfcount|dump|lastsave|role|command|monitor|subscribe|psubscribe|ssubscribe|select|auth|hello|quit|lolwut|expiretime|pexpiretime|wait|help|multi|exec|discard|watch|unwatch|touch|readonly
read: config get, client list|info|getname|id|help|no-evict|getredir|trackinginfo, memory usage|stats|doctor|help|malloc-stats, slowlog get|len|help, latency latest|history|doctor|graph|histogram|help, cluster info|nodes|slots|shards|keyslot|countkeysinslot|getkeysinslot|myid|links|help|replicas|slaves, acl list|whoami|users|getuser|cat|log|genpass|dryrun|help, pubsub, module list, debug object|sleep, script exists, function list|stats|dump
read: sentinel master|masters|get-master-addr-by-name|slaves|replicas|sentinels|ckquorum|info-cache|myid, json.get|json.type|json.mget|json.objkeys, ft.search|ft.info|ft._list|ft.explain|ft.aggregate, ts.get|ts.range|ts.info, bf.exists|bf.info, --scan|--bigkeys|--memkeys|--hotkeys|--stat|--latency|--latency-history|--latency-dist|--intrinsic-latency|--version|-v, --cluster=check|info
change: config set|rewrite|resetstat, client kill|pause|unpause|setname|reply, slowlog reset, latency reset, memory purge -> changes the server
change: acl setuser|save|load, bgsave|save|bgrewriteaof|slaveof|replicaof|failover, cluster meet|addslots|replicate, module load
unknown: eval|evalsha|fcall|eval_ro|evalsha_ro|fcall_ro|script|function|module|--eval, $ !--scan !--bigkeys !--memkeys !--hotkeys !--stat !--latency !--version !--latency-history !--latency-dist !-v !--cluster !--intrinsic-latency !--pipe !--rdb !--functions-rdb -> what is typed there, or a script, decides
read: script exists, function list|stats|dump, module list
destroy: flushall|flushdb -> deletes all keys
destroy: del|unlink|getdel|hdel|ltrim|json.del|json.forget|zremrangebyrank|zremrangebyscore|zremrangebylex|xtrim|xdel -> deletes keys or what is in them
destroy: shutdown, debug segfault|restart|crash-and-recover|reload, cluster reset|forget|failover|flushslots|delslots, script flush|kill, function flush|delete|restore, swapdb, acl deluser, ft.dropindex, sentinel remove|reset|failover, config set ~dir|dbfilename, restore --replace, client kill ~type -> deletes, stops or takes over what runs
destroy: --cluster=del-node|reshard|fix|call|import, replicaof|slaveof * -> changes the cluster, or replaces all data with that of another
change: replicaof|slaveof no -> makes it a primary
change: --rdb|--functions-rdb|--pipe -> writes a file, or keys
stdin: redis

[redis-server mysqld mariadbd postgres mongod rabbitmq-server memcached etcd]
change: any
read: --version|-v|-V|--help
[memccat memcstat memcdump memcexist]
read: any

[etcdctl]
values: --endpoints --cacert --cert --key --user --password -w --write-out --command-timeout --dial-timeout --limit --order --sort-by --rev --lease
flags: --prefix --keys-only --from-key --print-value-only --cluster
read: $, get, member list, endpoint health|status|hashkv, version, watch, alarm list, user list|get, role list|get, lease list|timetolive, snapshot status, check perf|datascale, auth status, help, endpoint hashkv
change: put|txn|lease|user|role|lock|elect|make-mirror, member add|update|promote, snapshot save -> writes keys or changes the cluster
read: user|role list|get, lease list|timetolive
change: defrag|compaction|compact|move-leader, alarm disarm -> tidies or moves what the members keep
destroy: del, member remove, user delete, role delete, lease revoke, snapshot restore, auth disable, alarm disarm, compaction --physical, role revoke-permission -> deletes keys, members or access
change: alarm disarm
destroy: del --prefix|--from-key -> deletes all keys below a prefix
[etcdutl]
read: $, snapshot status, version, hashkv
destroy: snapshot restore

[rabbitmqctl rabbitmq-diagnostics rabbitmq-queues rabbitmq-upgrade rabbitmq-streams]
values: -n --node -p --vhost -t --timeout --formatter
flags: -q --quiet -l --longnames -s
read: $, status, list_*, cluster_status, node_health_check, environment, report, ping, help, version, check_*, memory_breakdown, observer, log_tail, log_location, listeners, alarms, server_version, is_running, is_booting, quorum_status, resolve_hostname, os_env, runtime_thread_stats, erlang_version, disabled_plugins, hash_password, cipher_suites, authenticate_user, tls_versions, command_line_arguments, get_stream_*, await_startup
change: add_*|set_*|start_app|enable_feature_flag|rotate_logs|trace_on|trace_off|change_password|sync_queue|await_online_nodes|join_cluster|grow|rebalance|import_definitions|export_definitions|wait|update_cluster_nodes|cancel_sync_queue|authenticate_user -> changes the broker
destroy: delete_*|purge_queue|reset|force_reset|stop|stop_app|shutdown|forget_cluster_node|clear_*|remove_vhost|close_*|shrink|drain|force_boot|kill|eval|force_gc|suspend_all_listeners|delete_queue|force_standalone_khepri_boot -> deletes, empties or stops what it names
unknown: eval|eval_file|remote_shell
read: authenticate_user
[rabbitmqadmin]
values: -H --host -P --port -u --username -p --password -V --vhost -f --format
read: $, list, show, help
change: declare|publish|get|export|import -> changes the broker
destroy: delete|purge|close -> deletes or empties what it names
[rabbitmq-plugins]
read: $, list, is_enabled, directories
[nats natscli]
values: -s --server --context --user --password --creds
read: $, server check|info|list|report|ping, stream ls|list|info|report|view|get|find|state, consumer ls|list|info|report|find|state|graph, kv get|ls|info|status|history|watch|list, account info, rtt, context ls|info, sub, stream subjects, object ls|info|list
destroy: stream rm|delete|purge|rmm|restore, consumer rm|delete, kv del|purge|rm|delete, object rm|del|delete, server stepdown|peer-remove, stream seal, context rm -> deletes it

[kafka-topics kafka-topics.sh]
values: --bootstrap-server --zookeeper --topic --partitions --replication-factor --config --command-config
read: --list|--describe
change: --create|--alter -> changes topics
destroy: --delete -> deletes the topic with all its messages
[kafka-consumer-groups kafka-consumer-groups.sh]
values: --bootstrap-server --group --topic --command-config --to-datetime --to-offset --shift-by --timeout
read: --list|--describe|--export|--state|--members
change: --reset-offsets -> moves the offsets of the group: messages are skipped or read again
destroy: --reset-offsets --execute, --delete|--delete-offsets -> moves or deletes the offsets of the group: messages are skipped or read again
read: --reset-offsets --dry-run !--execute
read: --reset-offsets !--execute
[kafka-console-consumer kafka-console-consumer.sh kafka-dump-log kafka-dump-log.sh kafka-broker-api-versions kafka-broker-api-versions.sh kafka-log-dirs kafka-log-dirs.sh kafka-get-offsets kafka-get-offsets.sh kafka-verifiable-consumer]
read: any
[kafka-configs kafka-configs.sh kafka-acls kafka-acls.sh kafka-features kafka-features.sh kafka-metadata-quorum kafka-metadata-quorum.sh kafka-storage kafka-storage.sh kafka-cluster kafka-cluster.sh kafka-delegation-tokens kafka-delegation-tokens.sh kafka-reassign-partitions kafka-reassign-partitions.sh kafka-leader-election kafka-leader-election.sh]
values: --bootstrap-server --entity-type --entity-name --command-config --topic --add-config --reassignment-json-file --delete-config --principal
read: --describe|--list|--verify|--generate, describe|info|random-uuid|cluster-id
change: --add|--add-config|--alter|--execute|--expire -> changes the cluster
destroy: --remove|--delete-config|--delete, format -> takes it away
[kafka-delete-records kafka-delete-records.sh]
destroy: any -> deletes messages
[kafka-console-producer kafka-console-producer.sh kafka-producer-perf-test kafka-producer-perf-test.sh kafka-mirror-maker kafka-mirror-maker.sh kafka-server-start kafka-server-start.sh kafka-server-stop kafka-server-stop.sh]
change: any
[kcat kafkacat]
values: -b -t -p -o -c -f -s -X -F -G
read: -L|-C|-Q
change: -P
[kafkactl rpk kaf]
values: -X --brokers -o -c
read: $, get|describe|list|consume|version, topic list|describe|consume, group list|describe, cluster info|health|metadata|logdirs|status, cluster config get|export, topics, groups, nodes, topic ls, registry schema list|get, acl list
destroy: delete|reset|alter, topic delete|trim-prefix|alter-config, group delete|seek|offset-delete, acl delete -> deletes it, or moves offsets
[zkCli.sh zkCli zookeeper-shell zookeeper-shell.sh zookeepercli]
values: -server -timeout
style: single
read: ls|ls2|get|stat|getAcl|listquota|getAllChildrenNumber|config|version|history|getEphemerals, * ls|ls2|get|stat|getAcl
destroy: delete|deleteall|rmr, * delete|deleteall|rmr -> deletes nodes
unknown: $, * $

[elasticdump curator curator_cli opensearch-cli elasticsearch-cli]
read: show_indices|show_snapshots, --dry-run, version
destroy: delete_indices|delete_snapshots -> deletes indices

[nodetool]
values: -h --host -p --port -u -pw
read: $, status, info, ring, tpstats, tablestats|cfstats, compactionstats, describecluster, gossipinfo, netstats, proxyhistograms, tablehistograms, getendpoints, version, help, describering, listsnapshots, statusbinary, statusgossip, getcompactionthroughput, toppartitions, getlogginglevels, failuredetector, viewbuildstatus
destroy: decommission|removenode|assassinate|drain|clearsnapshot|stopdaemon|truncatehints|disablegossip|disablebinary|move|cleanup|scrub|garbagecollect -> takes the node out, or deletes data
[ceph rados rbd radosgw-admin ceph-volume cephadm cephfs-shell gluster]
values: -c --conf -m -n --name --id -p --pool -f --format --cluster --uid
read: $, -s|--status|-w, status, health, df, versions, version, osd tree|df|status|stat|dump|ls|find|metadata|perf|lspools|blocked-by, osd pool ls|stats|get, pg stat|dump|ls|query|dump_stuck|map, mon stat|dump, mgr services|module, fs ls|status|dump, auth ls|list|get|print-key, config dump|get|show, crash ls|info, orch ls|ps|status, orch host|device ls, ls, info, lspools, du, stat, snap ls, showmapped, device ls, user list|info|stats, bucket list|stats, lvm list, inventory, quorum_status, volume info|status|list, peer status, pool list, time-sync-status, log last
destroy: osd purge|destroy|rm|out|down|lost, osd crush remove|rm, osd pool delete|rm, pool delete|rm, fs rm|fail, auth del|rm, mon remove|rm, pg force_create_pg, rm|remove, snap rm|purge|rollback, purge, user rm, bucket rm, lvm zap, rm-cluster, zap-osds, volume delete|stop, peer detach, osd zap, trash purge|rm, orch rm|remove, orch host|osd rm, mgr fail, config rm, lvm zap, osd safe-to-destroy, device detach -> deletes data, or takes disks or members out
read: osd safe-to-destroy|ok-to-stop, orch ls|ps|status, orch host|device ls, osd crush tree|dump, osd pool ls|stats|get|autoscale-status, mgr module ls
"""
