"""Infrastructure as code and configuration: terraform, pulumi, ansible, packer, vault, consul, nomad."""

TABLE = """
[terraform tofu terragrunt tf terraform1]
style: single
values: -generate-config-out -target -var -var-file -out -state -lock-timeout -parallelism -replace -backend-config -plugin-dir -from-module
values: -terragrunt-config -terragrunt-working-dir -working-dir -provider
flags: -auto-approve -json -no-color -destroy -refresh-only -input -compact-warnings -detailed-exitcode -raw -check -diff -recursive -upgrade -dry-run
read: $, help, plan, show, output, validate, version, graph, modules, providers, console, metadata, state list|show|pull, workspace list|show
read: providers schema, run-all plan|validate|output|show, test, hclfmt -check, graph-dependencies, render-json
read: run-all output, hclfmt -check, hcl validate, output-module-groups, dag graph, stack output, run plan|validate|output|show
read: output -raw, output -json -> prints outputs, which may hold secrets
read: plan -destroy -> shows what a destroy would delete, and deletes nothing
read: plan -out -> only plans, and keeps the plan in a file
change: plan -generate-config-out -> writes configuration for what is to be imported
change: apply -> creates, changes or deletes what the plan says
change: init|get -> downloads providers and modules, and sets up the state
change: fmt -> rewrites the files in its style
read: fmt -check, fmt -write=false
change: import|taint|untaint|refresh -> changes the state
change: state mv|replace-provider -> changes the state
change: workspace new|select -> changes which state later commands act on
destroy: destroy, run-all destroy, run destroy, apply -destroy, stack run destroy, destroy-all -> deletes all infrastructure of this state
destroy: state rm -> forgets resources, which then run on unmanaged
destroy: state push -> overwrites the remote state
read: state rm|mv -dry-run -> a dry run changes nothing
destroy: workspace delete -> deletes a state
destroy: force-unlock -> breaks the lock of whoever is at work
destroy: apply -replace -> deletes the resource and creates it anew
destroy: apply -auto-approve, run-all apply --terragrunt-non-interactive -> carries out whatever is planned, deletions too, without asking
destroy: init -migrate-state|-force-copy -> moves or overwrites the state

[pulumi]
values: -s --stack -C --cwd --color -m --message -t --target --config-file
read: $, preview|pre, stack $, stack ls|output|graph|export|history, config $, config get, whoami, about, logs, version, plugin ls, refresh --preview-only, state $
change: up|update|refresh|import|login|logout|new|config|stack|cancel -> changes the stack or the state
read: stack $, stack ls|output|graph|export|history, config $, config get
destroy: destroy|down, stack rm, state delete|unprotect, up --yes|-y|--skip-preview -> deletes infrastructure, or may without asking
read: config get, up|update|refresh|destroy|down|import --preview-only -> a preview changes nothing

[cdk cdktf serverless sls sam amplify sst copilot chalice]
values: --profile --stack --stage -s --region -c --context --stack-name
read: $, diff, list|ls, synth|synthesize, doctor, metadata, version, docs, print, info, validate, logs, metrics, local, status, svc show|ls|logs|status, env ls|show, app ls|show, help
destroy: destroy|remove|delete|rollback|uninstall, app delete, svc delete, env delete -> deletes what it deployed

[packer]
style: single
read: $, validate, inspect, version, fmt -check, plugins installed, console
change: build|init|fmt|hcl2_upgrade -> builds images or changes files
read: fmt -check
destroy: build -force -> deletes what an earlier build has left

[ansible-playbook]
values: -i --inventory -l --limit -e --extra-vars -t --tags --skip-tags -u --user --private-key --key-file -f --forks --vault-password-file --vault-id -c --connection -T --timeout --become-user --become-method --start-at-task -M --module-path --ssh-common-args
flags: --check -C --diff -D -b --become -K --ask-become-pass -k --ask-vault-pass -v -vv -vvv --list-hosts --list-tasks --list-tags --syntax-check --flush-cache --step
change: any -> runs a playbook on the hosts
read: --check|-C, --syntax-check, --list-hosts|--list-tasks|--list-tags -> only shows what it would do
read: $

[ansible]
values: -i --inventory -l --limit -e --extra-vars -u --user --private-key -f --forks -m --module-name -a --args -c --connection -T --timeout --become-user --become-method -M -B -P --vault-password-file
flags: -b --become -K -k -o -v -vv -vvv -C --check -D --diff --list-hosts --one-line -t
read: --version, $
change: * -> runs a module on the hosts
read: -m|--module-name=ping|setup|ansible.builtin.ping|ansible.builtin.setup|gather_facts|ansible.builtin.gather_facts|stat|ansible.builtin.stat|debug|ansible.builtin.debug|service_facts|package_facts|ansible.builtin.service_facts|ansible.builtin.package_facts|assert|slurp|wait_for|find|getent|win_ping -> a module that only reads
destroy: -a|--args=*state=absent* -> removes what it names on every host
destroy: -m|--module-name=reboot|ansible.builtin.reboot -> reboots the hosts
unknown: -m|--module-name=script|ansible.builtin.script|win_shell|win_command|win_reboot -> runs a script on the hosts
read: * -C|--check !-m=shell|command|raw|script !--module-name=shell|command|raw|script -> only shows what it would do
run shell from -a|--args: * -m|--module-name=shell|command|raw|ansible.builtin.shell|ansible.builtin.command|ansible.builtin.raw, * !-m|--module-name
read: --list-hosts -> only shows which hosts are meant

[ansible-vault]
read: $, view -> prints a vault in the clear
change: encrypt|decrypt|create|edit|rekey -> changes the file
read: encrypt_string

[ansible-galaxy]
read: $, list|search|info, role|collection list|search|info|verify
destroy: role|collection remove, remove|delete, role delete -> removes it

[ansible-inventory ansible-doc ansible-config ansible-lint]
values: -i --inventory -t --type
read: any
change: --output, --fix, --write, init

[ansible-pull puppet chef-client chef-solo salt-call salt salt-ssh]
read: $, --noop, --why-run|-W, lookup, facts, module list, parser validate, config print
read: * test.ping|grains.items|grains.get|pillar.items|pillar.get|disk.usage|status.*|service.status|pkg.version|network.interfaces|cmd.which
read: test.ping|grains.items|grains.get|pillar.items|pillar.get|disk.usage|status.*|service.status|pkg.version|network.interfaces|sys.doc
change: any -> brings machines into the state that is described
read: agent --noop, apply --noop, * state.apply|state.highstate ~test=true|test=True, state.apply|state.highstate ~test=true|test=True, --noop, --why-run|-W
read: lookup, facts, resource * $
read: * test.ping|grains.items|grains.get|pillar.items|pillar.get|disk.usage|status.*|service.status|pkg.version|network.interfaces
read: test.ping|grains.items|grains.get|pillar.items|pillar.get|disk.usage|status.*|service.status|pkg.version|network.interfaces|sys.doc
destroy: * file.remove|pkg.remove|pkg.purge|user.delete|system.reboot|system.poweroff|system.shutdown, file.remove|pkg.remove|pkg.purge, cert clean, node deactivate|purge
unknown: cmd.run|cmd.script
run shell: * cmd.run, cmd.run

[vault bao]
style: single
values: -address -namespace -field -format -mount -version -path -output -policy -ttl -method -role -ca-cert -tls-server-name -wrap-ttl -key-shares -key-threshold -max-lease-ttl -default-lease-ttl
read: $, help, read, list, status, version, print, path-help, token lookup|capabilities, policy list|read, auth list|help, secrets list, audit list
read: kv get|list|metadata, kv metadata get, lease lookup, operator raft list-peers, operator members|diagnose|usage|key-status, namespace list|lookup, plugin list|info, debug, monitor, events
read: read, kv get -> prints secrets
change: kv metadata put|patch
destroy: delete, kv delete|destroy, kv metadata delete, secrets disable, auth disable, audit disable, policy delete, token revoke, lease revoke, namespace delete, plugin deregister -> deletes or revokes secrets, or what gives access to them
destroy: operator seal, operator rekey|rotate|step-down, operator generate-root, operator raft remove-peer, operator raft snapshot restore -> stops access to every secret, or changes its keys
read: operator raft snapshot inspect

[consul]
style: single
values: -http-addr -token -datacenter -namespace -ca-file -client-cert -service -node -reason -near -base64
read: $, help, members, info, version, catalog, validate, monitor, rtt, operator raft list-peers, operator autopilot get-config|state, kv get|export, snapshot inspect, config list|read
read: intention list|check|get|match, acl token|policy|role|auth-method|binding-rule list|read, connect ca get-config, peering list|read, operator usage, debug
destroy: kv delete, acl token|policy|role|auth-method|binding-rule delete, intention delete, config delete, services deregister, snapshot restore, leave, force-leave, operator raft remove-peer, peering delete -> deletes it, or takes it out of the cluster
destroy: kv delete -recurse -> deletes all keys below a prefix
change: kv put|import -> writes keys
change: reload|join|lock|maint|keyring|event|login -> changes the cluster
unknown: exec|watch|lock

[nomad]
style: single
values: -address -region -namespace -token -ca-cert -task -n -c -job -t -version
flags: -verbose -json -short -stderr -f -tail -stats -self -yes -detach -force -purge -i
read: $, help, status, version, plan, validate, inspect, logs, monitor, ui, agent-info, server members, operator raft list-peers, operator autopilot get-config|health
read: job status|plan|validate|inspect|history|deployments|allocs, node status, alloc status|logs|fs|checks, deployment status|list, eval status|list, namespace list|status|inspect, volume status, var get|list, acl token|policy|role list|info|self, quota list|status|inspect, service list|info, operator metrics|debug
change: run|job run|job dispatch|job scale|job revert|job promote -> changes which jobs run
destroy: stop|job stop -> stops the job
destroy: job stop -purge, stop -purge, system gc, namespace delete, volume delete|deregister, var purge, node drain, node purge, acl token|policy|role delete, alloc stop, quota delete, operator raft remove-peer, job scale ~0, operator snapshot restore -> deletes or stops it
destroy: node drain -enable -> moves all work away from the node
unknown: exec|alloc exec
run argv: exec *, alloc exec *

[boundary waypoint]
read: $, read, list, * read|list, version
destroy: * delete
"""
