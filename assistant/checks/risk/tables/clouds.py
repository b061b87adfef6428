"""Cloud providers: aws, gcloud, az and smaller ones."""

TABLE = """
[aws awslocal]
values: --profile --region --output --query --endpoint-url --cli-input-json --cli-input-yaml --ca-bundle --cli-read-timeout --cli-connect-timeout --color
values: --filters --filter --max-items --page-size --starting-token --instance-ids --bucket --key --table-name --name --log-group-name --stack-name
flags: --no-cli-pager --debug --no-verify-ssl --no-paginate --no-sign-request --dry-run --recursive --human-readable --summarize --force --delete --dryrun
read: $, help, * help, * * help, configure list|get|list-profiles, s3 ls, history, * wait, logs tail, eks list-*|describe-*
read: * describe-*|list-*|get-*|head-*|batch-get-*|search-*|lookup-*|view-*|check-*|estimate-*|preview-*|validate-*|verify-*|scan|query|filter-*|select-*|simulate-*|test-*|detect-*|count-*
read: dynamodb batch-get-item|get-item|transact-get-items, logs filter-log-events|tail|start-query|get-query-results, cloudformation validate-template|detect-stack-drift, sts get-caller-identity|decode-authorization-message, ce *, pricing *
read: s3api get-bucket-*|head-bucket, ecr get-login-password, athena get-*, deploy list-*, iam generate-credential-report|generate-service-last-accessed-details, cloudtrail lookup-events, compute-optimizer get-*, support describe-*
read: secretsmanager get-secret-value|batch-get-secret-value, ssm get-parameter|get-parameters|get-parameters-by-path --with-decryption -> prints secrets
read: iam get-*, sts get-session-token|get-federation-token, ecr get-login-password, eks get-token, codeartifact get-authorization-token -> prints what it is asked for, credentials among it
change: s3 cp|mv|mb|sync|website|presign -> writes objects or files
read: s3 cp last=-, s3 presign -> only reads the object
change: s3api get-object, glacier get-job-output -> writes the object to a file
read: s3api get-object ~/dev/stdout|/dev/null
change: configure, configure set|import|sso, sso login|logout, eks update-kubeconfig, ecr get-login -> changes files of this machine
read: configure list|get|list-profiles
change: * create-*|put-*|update-*|modify-*|start-*|run-*|add-*|attach-*|associate-*|register-*|enable-*|tag-*|untag-*|set-*|copy-*|import-*|send-*|publish|invoke|restore-* -> creates or changes resources
read: logs start-query -> searches the logs
destroy: logs put-retention-policy -> deletes what is older
change: cloudformation deploy|package|execute-change-set, lambda invoke, ec2 reboot-instances -> changes resources
unknown: ssm send-command|start-session, ecs execute-command, ec2-instance-connect ssh -> runs commands on machines
destroy: * delete-*|terminate-*|remove-*|purge-*|destroy-*|deregister-*|revoke-*|disable-*|batch-delete-*|cancel-*|reset-*|release-*|detach-*|disassociate-*|schedule-key-deletion|deprovision-*|abort-*|empty-* -> deletes, ends or revokes what it names
destroy: ec2 stop-instances, rds stop-db-instance|stop-db-cluster|failover-db-cluster|reboot-db-instance -> stops machines or databases
destroy: s3 rm -> deletes objects
destroy: s3 rb -> deletes the bucket
destroy: s3 sync --delete -> deletes what the source does not have
destroy: s3 mv -> deletes the source
destroy: kms schedule-key-deletion|disable-key -> nothing that the key encrypts can be read any more
destroy: ecs update-service --desired-count=0, autoscaling * --min-size=0, autoscaling set-desired-capacity --desired-capacity=0, autoscaling update-auto-scaling-group --desired-capacity=0, application-autoscaling * --max-capacity=0 -> stops every one of them
destroy: rds modify-db-instance --no-deletion-protection, rds modify-db-cluster --no-deletion-protection, s3api put-bucket-lifecycle-configuration, dynamodb batch-write-item ~*DeleteRequest* -> takes away what protects the data
change: ec2 cancel-spot-*|disassociate-*|detach-*|release-*|cancel-*, sqs change-*, logs stop-query, stepfunctions stop-execution -> changes resources
destroy: ec2 release-address|detach-volume|cancel-spot-instance-requests|cancel-spot-fleet-requests -> ends or releases what it names
read: s3 --dryrun, ec2 --dry-run -> a dry run changes nothing

[gcloud]
values: --project --zone --region --format --filter --account --configuration --limit --sort-by --cluster --location --impersonate-service-account --verbosity --instance --database --secret --page-size --flatten --billing-project --namespace --version
flags: --quiet -q --all --global --uri --async
read: $, help, info, version, ** list|describe|get-iam-policy|get-value|read|get|search|tail|get-server-config|list-*|describe-*|get-*|check-*|lookup|diagnose-*|troubleshoot|get-config|show|versions-list|history, topic, cheat-sheet
read: ** print-access-token|print-identity-token|print-settings -> prints credentials
read: ** access -> prints a secret
change: ** create|update|add|set|deploy|enable|start|resize|patch|import|export|run|submit|add-*|set-*|update-*|attach-*|login|activate|activate-*|get-credentials|configure-docker|apply|copy|cp|clone|install|init|promote-*|promote|undelete|restore|rollback|execute|upgrade|call|publish|move|mv|replace|bind|tag|resume|invoke|recreate-instances|rolling-action|perform-*|sign-*|mb|rsync|push|pull|create-*|auth-*|print-tags
unknown: ** ssh|scp|connect|sql-connect|start-iap-tunnel -> opens a session on a machine or database
destroy: ** delete|remove|destroy|disable|reset|stop|suspend|detach|delete-*|remove-*|revoke|purge|rm|rb|abandon|abandon-*|cancel|drain|clear|failover|simulate-*|detach-*|terminate|uninstall|unset-*|seek|prune -> deletes, stops or takes away what it names
change: ** unset
read: storage ls|cat|du, storage objects|buckets list|describe
destroy: storage rm, storage rsync --delete-unmatched-destination-objects, storage mv, ** resize --num-nodes=0, ** resize --size=0
read: storage rsync --dry-run -> a dry run changes nothing
read: config list, config configurations list

[gsutil]
values: -o -h -u -p -c -l -s
flags: -m -q -D
read: $, ls, cat, du, stat, version, hash, help, iam get, acl get, lifecycle get, versioning get, cors get, logging get, defacl get, label get, web get, bucketpolicyonly get
destroy: rm, rb -> deletes objects or the bucket
destroy: rsync -d, mv, acl|iam|defacl ch -d, lifecycle set -> deletes what the source does not have, or takes away access
read: rsync -n -> a dry run changes nothing

[bq]
values: --project_id --dataset_id --format --location
read: $, ls, show, head, version, help, info, wait, get-iam-policy
unknown: query -> what the query does is not looked at
read: query --dry_run -> a dry run changes nothing
destroy: rm, cp -f, load --replace, truncate, cancel -> deletes tables or datasets

[az]
values: -g --resource-group -n --name --subscription -o --output --query -l --location --cluster-name --vault-name --account-name --server --ids -s --namespace-name --container-name --registry -u --username --scope --assignee --sku --image --size --workspace -w --top --filter --server-name --resource --metric --function-name
flags: --debug --verbose --only-show-errors -y --yes --no-wait
read: $, help, version, find, ** list|show|get|check|check-*|exists|list-*|show-*|get-*|query|validate|what-if|tail|browse|diff|summarize|download-status|logs|wait|list-ip-addresses|get-instance-view|url|test-*|preview
read: ** get-access-token|list-keys|show-connection-string|keys -> prints credentials
read: keyvault secret show, account get-access-token -> prints a secret
change: ** create|update|add|set|start|restart|deploy|scale|upgrade|attach|assign|import|export|enable|login|logout|up|apply|grant|append|move|upload|upload-batch|copy|sync|register|config|configure|install|build|push|tag|renew|generate-*|redeploy|restore|recover|resize|rotate|get-credentials|download|download-batch|extend|connect|publish|swap|update-*|add-*|approve|reimage|regenerate|regenerate-keys
change: aks get-credentials, acr login, account set
unknown: ** run-command|invoke|ssh|exec|invoke-action|run|execute|rest
destroy: ** delete|remove|purge|deallocate|stop|destroy|detach|disable|revoke|reset|delete-*|remove-*|wipe|clear|failover|abort|cancel|unregister|uninstall|empty|drop|reimage|delete-batch|revoke-*|reset-*|disable-*|disconnect|simulate-eviction|restart-all|undeploy|regenerate-key|rm -> deletes, stops or takes away what it names
read: storage blob|file|fs|remove|copy --dryrun, storage blob|file|fs * --dryrun -> a dry run changes nothing
read: ** run-command

[doctl linode-cli hcloud scw vultr-cli civo exo ibmcloud oci yc aliyun flyctl fly heroku railway render vercel netlify firebase cf convox dokku wrangler supabase]
values: -c --context -t --access-token --output -o --format --project -p -a --app --region -r --profile --org
flags: --json --no-header --no-headers
read: $, help, version, ** list|ls|get|describe|show|info|status|whoami|logs|releases|ps|regions|current|list-*|get-*|describe-*|view|inspect|history|catalog|billing|balance|ping|apps|services|buildpacks|domains|addons|config:get|apps:info|apps:list|ps:list|pg:info|pg:ps|releases:info|images|env-ls|doctor|checks|auth:whoami|tail|search|usage
change: ** create|add|deploy|update|set|scale|start|restart|up|launch|push|import|attach|enable|login|logout|init|open|link|promote|config:set|ps:scale|apps:create|run-action|reboot|resize|rename|rollback|pg:promote|certs|secrets|publish|install|power-on|assign|tag|save|use|switch|target|restart-*|snapshot|env|rollout|backup|upgrade|run|pull|domain|link-*|unlink|alias|unset|config:unset
unknown: ** ssh|console|exec|run|run:detached|pg:psql|shell|execute
destroy: ** delete|destroy|remove|rm|terminate|purge|stop|power-off|poweroff|shutdown|apps:destroy|pg:reset|addons:destroy|ps:stop|drop|disable|wipe|reset|delete-*|remove-*|terminate-*|rebuild|detach|release|revoke|undeploy|suspend|maintenance:on|destroy-*|kill|ps:kill|rotate|cancel
destroy: ps:scale ~*=0, scale ~*=0|count=0, ** scale ~*=0

[openstack nova neutron cinder glance]
values: --os-cloud --os-region-name --os-project-name --os-username --os-auth-url --os-token --os-password -f --format -c --column --sort --sort-column --limit --project --status --host --name --long-as --marker --timeout --property
flags: --long --all-projects --all --debug -v -q --wait --deleted --insecure
read: $, help, complete, ** list|show|stats|*-list|*-show|ssh-keyscan, token issue -> only shows what is there
change: ** create|set|unset|add|start|unpause|resume|unshelve|lock|unlock|migrate|resize|reboot|restore|save|upload|accept|confirm|update|enable|assign|issue|*-create|*-update -> creates or changes resources
destroy: ** delete|purge|remove|stop|suspend|pause|shelve|rescue|rebuild|evacuate|abandon|abort|cancel|revoke|disable|clear|reset|failover|revert|*-delete|*-remove|*-stop -> deletes, stops or takes away what it names
destroy: server reboot --hard -> cuts the power of the machine
unknown: ** ssh|exec
read: token issue -> prints a token

[azcopy]
read: $, help, list, env, doc, jobs list|show, login status -> only shows what is there
destroy: remove|rm, sync --delete-destination=true|prompt, jobs remove|clean -> deletes files
read: copy|cp|sync|remove|rm --dry-run -> a dry run changes nothing

[rclone]
values: --config --include --exclude --filter --transfers --checkers --bwlimit --log-file --max-age --min-age
read: $, ls, lsd, lsl, lsf, lsjson, size, check, cat, about, version, listremotes, tree, md5sum, sha1sum, hashsum, cryptcheck, ncdu, config show|file|paths|dump, obscure, help, diff
destroy: sync, delete, purge, move, moveto, rmdir, rmdirs, cleanup, dedupe, deletefile, bisync, config delete -> deletes files: at the target, or at the source
read: sync|copy*|move*|delete*|purge|rmdirs|rmdir|cleanup|dedupe|bisync --dry-run|-n -> a dry run changes nothing

[s3cmd s5cmd mc mcli minio-mc]
values: -c --config --host --endpoint-url --profile
read: $, ls, la, du, info, cat, head, stat, find, diff, tree, ping, version, admin info, ready, alias list|ls, admin user|policy list|info, ilm ls, version info, sql, signurl, select
destroy: rm|del|rb|delbucket|mv|expire, sync --delete-removed|--delete, mirror --remove|--overwrite, admin user|policy|group remove|rm, admin service stop, ilm rm, undo, replicate rm, find --exec -> deletes objects or buckets
unknown: run, find --exec
read: sync|mirror|put|get|del|rm|mv|cp --dry-run|--fake, sync|put|get|del -n -> a dry run changes nothing

[restic borg borgmatic duplicity kopia rdiff-backup]
values: -r --repo --repository -p --password-file --password-command --host --tag --path -H
read: $, snapshots, ls, list, find, stats, check, diff, cat, info, version, cache, key list, snapshot list, snapshot ls, verify, collection-status, list-current-files, config, dump, repository status, content stats
change: backup|create|init|restore|extract|mount|unlock|copy|tag|rewrite|migrate|repair -> writes a backup, or files
destroy: forget|prune|delete|compact|recreate|break-lock|remove-older-than|remove-all-but-n-full, key remove, snapshot delete, maintenance run, cleanup, regress -> deletes backups
read: forget|prune|backup|delete|create|compact|recreate|rewrite|restore --dry-run|-n, --dry-run -> a dry run changes nothing
"""
