"""Package managers of distributions and languages, and build tools."""

TABLE = """
[apt apt-get aptitude nala]
values: -o -c -t --target-release --option --config-file
flags: -y --yes -q -qq -s --simulate --dry-run --just-print --no-install-recommends --purge -f --installed --upgradable --reinstall -V
read: $, list, show, search, policy, showsrc, depends, rdepends, changelog, check, moo, help, why|why-not, indextargets, versions, madison, showpkg
change: update -> refreshes the lists of packages
change: install|upgrade|reinstall|full-upgrade|dist-upgrade|build-dep|source|download|edit-sources|clean|autoclean|safe-upgrade|fix-broken -> installs or upgrades packages
destroy: remove|purge|autoremove|autopurge|install --purge -> removes packages
destroy: install ~*[a-z0-9]- -> removes packages
read: * -s|--simulate|--dry-run|--just-print|--recon|--no-act -> only shows what it would do
[apt-cache apt-file dpkg-query apt-config apt-listchanges debsums dlocate apt-show-versions apt-rdepends needrestart]
values: -f -W
read: any
change: update|gencaches, -r=a
[apt-mark]
read: showhold|showauto|showmanual|showinstall
change: hold|unhold|auto|manual
[apt-key add-apt-repository apt-add-repository]
read: list|finger|export|exportall, --list|-L
change: any
read: list|finger|export|exportall, --list|-L
destroy: del, --remove|-r -> removes a key or a source of packages
[dpkg]
flags: -l -L -S -s -p -I -c -V -C
read: -l|--list|-L|--listfiles|-S|--search|-s|--status|-p|--print-avail|-I|--info|-c|--contents|-V|--verify|-C|--audit|--get-selections|--print-architecture|--compare-versions|--help|--version|-W|--show
change: -i|--install|--configure|-a|--unpack|--set-selections|--add-architecture|-x|--extract -> installs or changes packages
destroy: -r|--remove|-P|--purge|--force-* -> removes packages
[dpkg-reconfigure dpkg-divert update-alternatives alternatives ldconfig dpkg-deb]
change: any
read: --display|--list|--query|--get-selections, -p, -I|-c|--info|--contents|-f|-W
destroy: --remove|--remove-all

[yum dnf microdnf tdnf zypper rpm-ostree dnf5]
values: --enablerepo --disablerepo -c --config --releasever --installroot --setopt -x --exclude --repo --repoid -t --root -R
flags: -y --assumeyes --assumeno -q --quiet -v --installed --available --all --nogpgcheck -n --non-interactive --refresh -C --no-refresh --showduplicates --test
read: $, list, info|if, search|se, provides|whatprovides|wp, repolist|repos|lr, check-update|list-updates|lu, history $, history list|info, repoquery, deplist, help, group list|info, grouplist|groupinfo, updateinfo, module list|info, check, version, needs-restarting, packages|pa, patterns|pt, products|pd, list-patches|lp, patch-check|pchk, services|ls, locks|ll, verify|ve, status, db diff, changelog, repo list|info, advisory list|info, ps
change: install|in|localinstall|update|up|upgrade|dist-upgrade|dup|reinstall|makecache|refresh|ref|addrepo|ar|groupinstall|distro-sync|patch|clean|builddep|download|swap|mark|versionlock|module|group|upgrade-minimal|config-manager|modifyrepo|mr|addlock|al -> installs or upgrades packages
destroy: remove|erase|rm|autoremove|groupremove|removerepo|rr|purge-kernels|uninstall|override, history undo|rollback, module remove|reset, group remove -> removes packages, or goes back to older ones
read: * --assumeno|--dry-run|-D
read: group|groups|module list|info
[rpm]
values: --qf --queryformat --root --dbpath --define
read: -q|--query|-V|--verify|-K|--checksig|--showrc|-E|--eval|--version
read: -qa|-qi|-ql|-qf|-qR|-qc|-qd|-Va
change: -i|--install|-U|--upgrade|-F|--freshen|--import|--rebuilddb|--initdb|-ivh|-Uvh !-q !--query
destroy: -e|--erase|--nodeps|--force -> removes packages, or overwrites files of others
[rpmkeys rpmbuild rpm2cpio createrepo reposync package-cleanup yum-config-manager dnf-config-manager subscription-manager]
read: --checksig|-K|--list, identity|status|facts|version, release --show, repos --list|--list-enabled, list
change: any !--list !--checksig !-K !--list-enabled
read: identity|status|facts|version|list, repos --list|--list-enabled
destroy: unregister|clean|remove, --oldkernels|--cleandupes|--erase

[apk]
values: -X --repository -p --root --keys-dir --arch -t --virtual
read: $, info, list, search, policy, version, stats, dot, audit, verify, fetch --simulate, manifest, query
destroy: del|fix --reset -> removes packages
read: * -s|--simulate
[pacman yay paru pamac]
values: --config -b --dbpath -r --root --ignore --color
read: -Q|--query|-Ss|-Si|-Sl|-Sg|-F|--files|-T|-V|-Qi|-Ql|-Qs|-Qo|-Qu|-Sp, search|info|list
change: -S|--sync !-s !-i !-l !-g !-p, -U|--upgrade|-D|--database -> installs or upgrades packages
read: -S -s, -S -i !-y, -S -l, -S -g, -S -p, -Ss|-Si
change: -Syu|-Sy|-S -y -> refreshes or upgrades packages
destroy: -R|--remove|-Rns|-Rs|-Rsc|-Rdd|-Rscn, -S -c, -Scc|-Sc -> removes packages
[emerge nix-env nix guix xbps-install xbps-remove xbps-query eopkg slackpkg opkg pkg pkg_add pkg_delete pkg_info swupd nix-store nix-collect-garbage nix-channel]
read: --search|-s|-p|--pretend|--info, -q|--query|-qa, search|show|info|list|status|describe|query|version|audit|which|check|list-installed|list-upgradable|files|stats|log|path-info, flake show|metadata|info, --list, list-*
destroy: -C|--unmerge|--depclean|-e|--uninstall|--gc|--delete|--delete-generations|-d|--rollback, delete|remove|autoremove|gc|collect-garbage|uninstall|rm|purge|pull|roll-back, store delete|gc, profile remove|wipe-history -> removes packages
read: -p|--pretend
destroy: --delete-old
[snap flatpak]
values: --channel
read: $, list, info|search|find|changes|tasks|services|connections|interface|interfaces|known|version|warnings|whoami|get|logs|model|remotes|remote-ls|remote-info|history|ps|permissions|permission-show, help, saved
destroy: remove|uninstall|forget|purge|remote-delete|restore|revert|repair|disable -> removes packages, or what they stored
unknown: run
[brew port]
values: --prefix --cellar
read: $, list|ls, info|home|search|outdated|deps|uses|leaves|doctor|config|desc|log|cat|--version|--prefix|--cellar|--cache|--repository|commands|formulae|casks|missing|options|help|livecheck|audit|style|shellenv|--env|installed|contents|variants|provides|dependents|echo, services $, services list|info, bundle list|check, tap $, --prefix|--version|--cellar|--cache|--repository, services
change: services start|restart|run, services stop
destroy: uninstall|remove|rm|zap|autoremove|cleanup|untap, uninstall --zap, bundle cleanup, services cleanup -> removes packages
read: cleanup -n|--dry-run, autoremove -n|--dry-run

[pip pip3 pipx uv pipenv poetry conda mamba micromamba pdm rye hatch pyenv virtualenv tox nox]
values: -r --requirement -c --constraint -i --index-url --extra-index-url -t --target --proxy --timeout --cache-dir -n --name -p --prefix --python -d --dest --project --directory
flags: -y --yes -q -v --user --upgrade -U --dry-run --no-cache-dir --outdated --all --json --break-system-packages --path
read: $, list, show, freeze, check, search, debug, help, inspect, hash, index versions, cache list|info|dir, config list|get|debug, --version, pip list|show|freeze|check|tree, tree, info, env list, env info, python list|find|dir, tool list|dir, version, versions, graph, --venv|--where|--graph|--py, config --list|--show|--show-sources, about, source show, cache dir|list, environment, runpip, which, whence, prefix, root, self version, self show, export, lock --check, env show, search
change: install|add|sync|lock|update|upgrade|download|wheel|build|publish|init|new|venv|create|activate|use|local|global|self|pin|inject|ensurepath
destroy: uninstall|remove|uninstall-all|clean, cache purge|remove|clear|clean|prune, env remove, pip uninstall, tool uninstall, python uninstall, self uninstall, uninject, --rm -> removes packages, environments or caches
unknown: run|shell|exec|x, tool run -> runs a program
read: * --dry-run
run argv: run *, exec *, x *
[uvx]
unknown: any
[npm pnpm yarn bun]
values: --prefix -C --registry -w --workspace --tag --loglevel --filter --cwd --depth --dir
flags: -g --global --save-dev -D --production --json --silent -y --yes --force --dry-run --all --omit --save --long -s
read: $, ls|list|ll|la, view|info|show|v, outdated, audit, search|find|s, help, root, bin, prefix, whoami, config get|list|ls, ping, doctor, explain|why, fund, pack --dry-run, docs|repo|bugs, version $, versions, profile get, token list, team ls, access list|get, owner ls, dist-tag ls|list, licenses list|ls, cache verify|list|dir|ls, store status|path, workspaces list|info, diff, query, sbom, cache dir, pm ls|bin|cache, get, node --version, -v|--version, dist-tag
change: install|i|ci|add|update|upgrade|up|link|init|create|pack|rebuild|dedupe|set|login|logout|adduser|import|publish, $, audit fix, version *, config set|delete
read: $ --version, $ -v
change: publish -> publishes the package to the registry
destroy: uninstall|remove|rm|un|r|unlink|prune|unpublish|deprecate, cache clean, store prune, token revoke, owner rm, dist-tag rm|remove, access revoke, autoclean -> removes packages, or takes them back from the registry
unknown: run|run-script|start|test|t|exec|x|dlx|stop|restart|build|dev|lint|serve|watch|node -> runs a script of the package
read: * --dry-run !run !exec
unknown: run|run-script|exec|start|test|x|dlx
change: audit fix
run argv: exec *
[npx bunx pnpx corepack]
unknown: any -> downloads and runs a program
[nvm fnm n asdf mise rbenv sdk volta tfenv tfswitch goenv jenv tgenv]
read: $, ls|list|ls-remote|list-remote|current|version|versions|which|where|alias|info|doctor|env|latest|list-all, plugin list|list-all, plugins ls
destroy: uninstall|remove|rm|prune|implode|flush, plugin remove|uninstall
run argv: exec *
[cargo]
read: $, metadata, tree, search, --version, version, locate-project, pkgid, verify-project, info, read-manifest, help, audit, outdated, owner --list, fmt --check, deny, config get, report, --list
change: check|build|b|clippy|c|doc|d|update|fetch|add|install|init|new|fix|fmt|vendor|package|publish|generate-lockfile|login|logout
read: fmt --check, install --list
destroy: clean|uninstall|remove|rm|yank, owner --remove -> deletes what was built, or packages
unknown: run|r|test|t|bench -> runs a program
[gem bundle bundler composer cpan cpanm luarocks]
values: -v --version -i -n --source -d --working-dir
read: $, list|search|info|query|which|environment|env|outdated|specification|help|check|show|config|viz|platform|contents|dependency|server|status|validate|diagnose|licenses|audit|why|why-not|depends|prohibits|fund|about, version, doctor
change: config set|unset, install|update|add|init|lock|build|push|require|create-project|dump-autoload|cache|open
destroy: uninstall|cleanup|yank|remove|clean|clobber|pristine|clear-cache|purge
unknown: exec|run-script|run
run argv: exec *
[go]
values: -C
style: single
read: $, version, env $, env, list, doc, vet, help, mod graph|why|verify, tool -n, mod tidy -diff, mod download -n, telemetry $
change: env -w|-u, build|get|install|mod|fmt|fix|work
read: mod graph|why|verify
destroy: clean -> deletes what was built, or caches
unknown: run|test|generate|tool -> runs a program
[rustup]
read: $, show, check, toolchain list, target list, component list, which, doc, --version, help
destroy: uninstall|remove, toolchain uninstall|remove, target|component remove, self uninstall
unknown: run
run argv: run *

[make gmake cmake ninja rake gradle gradlew mvn mvnw ant bazel bazelisk just task mage scons meson sbt lein buck tup invoke fab cap earthly dagger nx turbo gulp grunt]
values: -f -C -j --file --directory -D -P -B
flags: -n --dry-run -q
unknown: any -> runs what its file says
read: -n|--dry-run|--just-print|--recon|-p|--print-data-base !-B, --version, --list|--summary|-l|-T|--tasks|-P !-C, dependencies|tasks|projects|properties, dependency:tree|help:effective-pom|dependency:list|help:*, query|info|version|cquery, ls
unknown: -f|--file ~install
destroy: clean|distclean|mrproper|clobber|purge|destroy|uninstall, ~clean|destroy|distclean|nuke|teardown|purge|uninstall|drop|wipe -> by its name the target deletes something
[gcc g++ cc c++ clang clang++ ld ar as strip rustc javac tsc]
change: any
read: --version|-v|-E|-M|-MM|-dumpmachine|-dumpversion|-print-*|--noEmit, -v
[pytest jest mocha vitest phpunit rspec ctest]
unknown: any -> runs the tests of the project
read: --collect-only|--listTests|--version
[mypy flake8 pylint pyright bandit]
read: any
[black ruff isort prettier eslint gofmt rubocop clang-format terraform-docs stylelint shfmt]
change: any
read: --check|--diff|--list-different|-l|-d
"""
