"""Version control and forges: git, gh, glab, hg, svn."""

TABLE = """
[git hub]
values: -C -c --git-dir --work-tree --namespace --exec-path --config-env -m --message -b -B -u --author --date -F --file --format --pretty
values: -n --max-count --since --until --grep -S -G -o --origin --depth --branch --reference -s --strategy -X --strategy-option --onto --sort
values: --contains --merged --points-at -L --diff-filter -U --ancestry-path --source --pathspec-from-file --remote --prefix
flags: -p --paginate -P --no-pager --bare --no-replace-objects --literal-pathspecs -a --all -v --verbose -q --quiet -f --force --hard --soft
flags: --mixed --cached --staged --stat --oneline --graph --name-only --name-status --no-edit --amend --tags --dry-run --follow -d -D -r
flags: --list -l --show-toplevel --short --abbrev-ref --porcelain --no-verify --rebase --ff-only --no-ff --prune --global --local --system --get --get-all
change: bisect|config|format-patch|mv|notes|remote|sparse-checkout|stash|submodule|worktree|rerere|lfs
read: $, status, log, diff, show, blame, shortlog, describe, rev-parse, rev-list, ls-files, ls-tree, ls-remote, cat-file, grep, help, version
read: whatchanged, range-diff, reflog $, reflog show|exists, count-objects, fsck, var, for-each-ref, name-rev, merge-base, cherry, show-ref, show-branch
read: check-ignore, check-attr, check-mailmap, diff-tree, diff-index, diff-files, verify-commit, verify-tag, verify-pack, annotate, request-pull
read: archive --list, fetch --dry-run, gitk, instaweb, difftool, bugreport, diagnose, merge-tree, patch-id, stripspace, column, mailinfo, archive !-o|--output, bundle verify|list-heads
read: remote $, remote show|get-url, stash list|show, worktree list, submodule $, submodule status|summary, notes $, notes list|show, bisect log|view|visualize, config * $ !--unset|--unset-all|--add|--remove-section|--edit|-e
read: config --get|--get-all|--get-regexp|--list|-l|--get-urlmatch|--show-origin !--unset !--unset-all !--add, config list|get, lfs $, lfs ls-files|env|status|track $, lfs ls-files|env|status|logs|version, flow version, sparse-checkout list, rerere $, rerere status|diff
read: branch $ !-d|-D|--delete|-m|-M|-c|-C|-u|--set-upstream-to|--unset-upstream|--edit-description|-f, branch --list|-l|-a|-r|-v|-vv|--all|--remotes|--show-current|--contains|--merged|--no-merged|--points-at !-d|-D|--delete|-m|-M|-f|-c|-C
read: tag $ !-d|--delete|-f, tag -l|--list|-n|--contains|--merged|--points-at !-d|--delete, tag -v|--verify, symbolic-ref * $ !-d|--delete, replace --list|-l, apply --check|--stat|--numstat|--summary !--apply, hash-object !-w
read: clean -n|--dry-run !-f|--force, clean --dry-run, clean -n, push --dry-run|-n, add --dry-run|-n, commit --dry-run, rm --dry-run|-n, prune --dry-run|-n, remote prune --dry-run|-n, mv --dry-run|-n, filter-repo --analyze
change: fetch -> downloads commits and changes nothing that is checked out
change: pull -> changes the checked-out files
change: push -> changes the remote
change: commit|merge|cherry-pick|revert|rebase|am|add|tag -> changes the history or the index
read: add --dry-run|-n, commit --dry-run, push --dry-run|-n
read: tag $ !-d|--delete|-f, tag -l|--list|-n|--contains|--merged|--points-at !-d|--delete, tag -v|--verify
change: commit --amend -> replaces the last commit
change: checkout|switch|clone|init -> changes the checked-out files
change: reset, restore --staged -> changes the index
change: gc|repack|prune|maintenance|pack-refs -> tidies the repository
change: apply -> changes files
read: apply --check|--stat|--numstat|--summary !--apply
destroy: push --force|-f|--force-with-lease|--force-if-includes|--mirror, push * +*, push ~+* -> overwrites the history of the remote
destroy: push --delete|-d|--prune, push ~:* -> deletes branches or tags of the remote
read: push --dry-run|-n -> a dry run changes nothing
destroy: reset --hard|--merge|--keep -> throws away changes that are not committed
destroy: clean -f|--force|-x|-X|-d -> deletes files that are not tracked
read: clean -n|--dry-run -> only shows what would be deleted
destroy: checkout --force|-f, switch --force|-f|--discard-changes|-C, checkout . , checkout ~.|./, checkout -B, checkout ~*/*.* -> throws away changes that are not committed
destroy: restore, restore --worktree|-W -> throws away changes that are not committed
change: restore --staged|-S !--worktree|-W -> takes changes out of the index
destroy: branch -D, branch --delete --force, branch -d -f, branch -f|--force -> deletes a branch, also where it is not merged
change: branch -d|--delete !-f|--force !-D -> deletes a branch that is merged
destroy: tag -d|--delete|-f|--force -> deletes or moves a tag
destroy: stash drop|clear -> deletes stashed changes
destroy: filter-branch|filter-repo -> rewrites the whole history
read: filter-repo --analyze
destroy: reflog expire|delete, gc --prune=now|all|now*, prune, update-ref -d, replace -d, worktree remove|prune, remote remove|rm, remote prune, submodule deinit, lfs prune, notes remove|prune, symbolic-ref -d|--delete -> deletes what may be needed to come back
read: prune --dry-run|-n, remote|worktree prune --dry-run|-n, reflog expire|delete --dry-run|-n, lfs prune --dry-run|-d, notes prune --dry-run|-n
destroy: rm, rm -r|-f|--force -> deletes files
change: rm --cached -> takes files out of the index
read: rm --dry-run|-n
destroy: rebase -i --exec
unknown: bisect run, submodule foreach, rebase --exec|-x -> runs a command
run shell: submodule foreach
run argv change: bisect run
run shell change from --exec|-x: rebase
also unknown: -c=alias.*|core.pager=*|core.sshCommand=*|core.editor=*|core.fsmonitor=*|core.hooksPath=*|diff.external=*|*=!* -> an option makes git run a command
also change: diff|log|show --output

[gh]
values: -R --repo -X --method -f --raw-field -F --field -H --header -q --jq -t --template --hostname -L --limit --json -s --state -l --label -a --assignee -b --branch -w --workflow -u --user --input -B --base -e --event --preview -p --tag -S --search -A --author -r --ref -O --output -D --dir -n --name -E -o --org --env
flags: --paginate --web --silent -i --include --all --draft --yes --log --log-failed
read: $, help, version, status, search, auth status|token, browse, completion, api
read: pr|issue|run|workflow|release|repo|gist|secret|variable|label|ruleset|cache|codespace|ssh-key|gpg-key|project|org|extension|ext|alias|attestation|environment list|ls|view|status|diff|checks|watch|show|check|search|field-list|item-list|verify|ports|logs
read: config get|list, repo deploy-key list, gist view, pr checks
change: api -X|--method=POST|PUT|PATCH, api -f|-F|--raw-field|--field|--input -> writes through the API
read: api -X|--method=GET, api graphql -f|-F=query=query*|query={* -> reads through the API
destroy: api -X|--method=DELETE -> deletes through the API
change: pr|issue|release|repo|gist|label create|edit|comment|close|reopen|ready|review|checkout|lock|clone|fork|sync|rename|upload|download|pin -> changes issues, requests or files
change: pr merge -> merges the request
change: run|workflow rerun|run|cancel|enable|disable|download -> acts on workflows
destroy: repo|release|issue|run|gist|secret|variable|label|cache|codespace|ssh-key|gpg-key|project|alias|extension|environment delete|remove|delete-asset|archive|rm, repo deploy-key delete, repo archive, release delete-asset, project item-delete -> deletes it
destroy: repo edit --visibility=public -> makes it public
unknown: codespace ssh, extension exec

[glab]
values: -R --repo -X --method -f --raw-field -F --field -H --header --hostname -P --per-page -b --branch -g --group
read: $, help, version, check-update, auth status, api, ci|pipeline|mr|issue|repo|project|release|snippet|variable|label|schedule|ssh-key|incident|iteration|user|cluster|deploy-key|token|milestone list|ls|view|status|diff|get|trace|lint|show|events|search|contributors|approvers|issues|agent
read: config get, ci lint|trace|view|status|list|get
change: api -X|--method=POST|PUT|PATCH, api -f|-F|--raw-field|--field|--input
read: api -X|--method=GET
destroy: api -X|--method=DELETE, ci|pipeline|mr|issue|repo|project|release|snippet|variable|label|schedule|ssh-key|deploy-key|token|milestone delete|revoke|rm, repo archive|transfer -> deletes it
read: ci config compile

[svn hg bzr]
read: $, status|st|stat, log, diff|di, info, list|ls, cat, blame|annotate|praise, help, summary, heads, branches, tags, parents, paths, tip, identify|id, manifest, outgoing, incoming, grep, version, propget|proplist, root, files, showconfig, config, verify, bookmarks $
destroy: revert, delete|del|remove|rm, strip, purge, update -C|--clean, cleanup --remove-unversioned, rollback, push -f|--force, histedit -> throws away changes or files

[git-lfs pre-commit]
read: $, ls-files, env, status, version, help, run, validate-config
"""
