"""git, and the command lines of GitHub and GitLab."""

from __future__ import annotations

from assistant.checks.commands.customs import Customs, words

_GIT = Customs(
    cuts=True,
    negates=True,
    values=False,
    plugins=words(
        "lfs annex crypt secret flow absorb extras sizer delta town trim imerge machete quick-stats review cliff"
        " cola gui gitk citool svn p4 send-email cvsimport cvsserver archimport filter-repo subrepo remote-hg"
        " secrets standup open up standup-helper ignore ignore-io summary effort info changelog release count fork"
        " graft authors setup touch squash bug feature refactor create-branch delete-branch delete-merged-branches"
        " delete-submodule delete-tag rename-branch rename-tag pr mr repl root st co ci br lg ll ls lol lola di dc"
        " df last unstage visual who wip unwip pushf aliases amend please fixup-commit hist tree graph"
        " current-branch sync dag cm cp psh pl pf rb rbi rs ss sw ui credential-manager credential-osxkeychain"
        " branchless sl smartlog codereview cl hub spr ps stack bisect-run obliterate alias local-commits missing"
        " paste squash-all autofixup jump contacts gerrit codecommit lazy cms hooks xet bug-report prole recent nb"
        " cinnabar remote-codecommit"
    ),
    names={"git stash save": "git stash push", "git remote rm": "git remote remove", "git worktree ls": "git worktree list"},
    hidden={
        "": "--help -h --version --end-of-options",
        "git push": (
            "--force -f --tags --all --delete -d --set-upstream -u= --no-verify --mirror --prune --dry-run -n --porcelain -q -v"
        ),
        "git log": (
            "--all --stat --graph --decorate --oneline --author= --committer= --since= --until= --after= --before="
            " --grep= -S= -G= -p -n= --max-count= --follow --merges --no-merges --first-parent --name-only"
            " --name-status --pretty= --format= -i -E -F -L= -w -b --color --cherry --left-right --cherry-pick"
            " --boundary --date-order --topo-order --date= --reverse --patch -u --source --tags --branches --remotes"
            " --show-signature --relative-date --abbrev-commit -z -1 -M -C -R -a -B"
        ),
        "git remote": (
            "--fetch --tags --no-tags --master= --mirror -v --verbose --push --all --delete --add -m= -f -n --dry-run --query"
        ),
        "git config": (
            "--global --system --local --worktree --list -l --unset --unset-all --add --get --get-all --get-regexp"
            " --edit -e --file= -f= --show-origin --show-scope --replace-all --rename-section --remove-section --bool"
            " --int --path --type= --name-only --null -z --default= --includes"
        ),
        "git stash": (
            "--include-untracked -u --all -a --keep-index -k --message= -m= --patch -p --quiet -q --index --staged -S"
            " --stat --name-only --only-untracked"
        ),
        "git bisect": "--term-old= --term-new= --term-good= --term-bad= --no-checkout --first-parent",
        "git submodule": (
            "--init --recursive --remote --merge --rebase --force -f --depth= --name= -b= --branch= --quiet -q"
            " --jobs= -j= --cached --all --checkout --reference= --progress --recommend-shallow --single-branch"
            " --filter= --default"
        ),
        "git notes": (
            "--ref= -m= -F= -C= -c= -f --force --stdin --ignore-missing -n --dry-run -v --verbose -s= --strategy="
            " --commit --abort -q --quiet --allow-empty -e --no-separator --separator= --stripspace --no-stripspace"
        ),
        "git worktree": (
            "-b= -B= --detach -d --checkout --lock --reason= --force -f --porcelain --expire= -n -v --verbose -q"
            " --orphan --guess-remote --track -z --relative-paths"
        ),
        "git clone": "-c= -b= -j= -l -s -n -q -v -o= -u= --recursive --also-filter-submodules --sparse --no-tags --tags",
    },
    free=frozenset(("git config", "git reflog", "git help", "git lfs", "git rerere", "git bundle")),
)

_GH_GROUPS = tuple(
    f"gh {group}"
    for group in (
        "pr issue run repo release gist workflow secret variable label cache extension ssh-key gpg-key alias org"
        " ruleset project codespace"
    ).split()
)
_GH = Customs(
    grows=True,
    plugins=words(
        "dash copilot poi act models skyline webhook classroom s actions-importer ost gei markdown-preview eco stack"
    ),
    values=False,
    short=False,
    names={
        f"{path} {name}": f"{path} {real}"
        for path in _GH_GROUPS
        for name, real in (("ls", "list"), ("new", "create"), ("remove", "delete"))
    }
    | {
        "gh co": "gh pr checkout",
        "gh pr co": "gh pr checkout",
        "gh cs": "gh codespace",
        "gh ext": "gh extension",
        "gh extensions": "gh extension",
        "gh rs": "gh ruleset",
        "gh at": "gh attestation",
    }
    | {f"gh {name}": f"gh {name}" for name in "attestation preview agent-task ruleset status search licenses".split()},
)

TABLE = {"git": _GIT, "gh": _GH}
