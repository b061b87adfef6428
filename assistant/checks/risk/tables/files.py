"""Files and text: what every Unix has to look at them, and to change them."""

TABLE = """
[base64 base32 basenc b2 crc32 ls cat grep egrep fgrep rg ag ack head tail wc cut tr nl tac rev fold fmt pr column paste join comm expand unexpand od hexdump xxd strings jq gron dasel xmllint htmlq]
read: any
unknown: --pre -> runs a program on every file
[zcat bzcat xzcat zstdcat zgrep zless bzgrep xzgrep lzcat bat batcat eza exa lsd ccat most pg glow mdcat]
read: any
[less more view man info apropos whatis tldr cheat pydoc perldoc]
read: any
[df du free stat file readlink realpath basename dirname pwd tree cksum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum sum shasum md5 cmp diff sdiff diff3 colordiff delta dyff namei lsattr getfacl getfattr locate plocate mlocate whereis which type whence ncdu dust duf lsblk blkid findmnt lscpu lspci lsusb lsmem lshw dmidecode hwinfo inxi lsmod modinfo]
read: any
change: --in-place
[echo printf true false test [ [[ : seq yes sleep expr bc dc factor arch nproc getconf locale uname uptime whoami id groups who w users last lastb lastlog logname tty printenv finger pinky hostid cal ncal numfmt shuf tsort tput clear reset fortune cowsay figlet lolcat neofetch fastfetch screenfetch toilet vdir dir dircolors]
read: any
[sort]
values: -o --output -k -t -S -T --key --field-separator --parallel --files0-from
read: any
change: -o|--output -> writes its result to a file
unknown: --compress-program
[uniq]
values: -f -s -w --skip-fields --skip-chars --check-chars
read: any
change: * * -> writes its result to a file
[date]
attached: -I
values: -d --date -r --reference -f --file
read: any
change: -s|--set -> sets the clock
change: ~[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]* !-d !-r -> sets the clock
[yq]
values: -o --output-format -p --input-format -I --indent -s --split-exp --arg --argjson
read: any
change: -i|--inplace|--in-place|-w -> changes the file in place
change: -s|--split-exp -> writes files
[xmlstarlet]
read: any
change: ed -L|--inplace
[hostname domainname dnsdomainname nisdomainname]
read: $, -f|-i|-I|-s|-d|-A|--fqdn|--all-ip-addresses|--short|--long|--ip-address
change: * -> sets the name of the machine
change: -F|--file|-b
[mktemp]
change: any -> creates a file
read: -u|--dry-run
[stty]
read: any
[awk gawk mawk nawk]
values: -F -v -f -e --source --field-separator --assign --file -i --include -E --exec -l --load
judge: awk
[sed gsed]
values: -e --expression -f --file -l --line-length
flags: -n -E -r -s -u -z
judge: sed
[perl ruby python python2 python3 pypy pypy3 node nodejs deno php lua Rscript R julia tclsh expect osascript groovy scala jshell irb ipython jupyter java dotnet mono wine elixir erl ghci swift kotlin bpython ts-node tsx xonsh]
style: script
values: -c -e -r -m -W -X
unknown: any -> runs a program that is not looked at
read: --version|-V|-version !-c !-e
read: -m=json.tool|site|platform|sysconfig -> prints something about its input or itself
judge: code
[tar bsdtar gtar]
values: -f --file -C --directory -X --exclude --exclude-from -T --files-from -I --use-compress-program --to-command --checkpoint-action -F --info-script --strip-components --transform -b
judge: tar
[zip]
change: any -> writes an archive
read: -sf|-T !-m
destroy: -m|--move|-d|--delete -> deletes files, or parts of the archive
[zipinfo lsar]
read: any
[unzip 7z 7za 7zr unrar unar cpio]
values: -d -x -C
read: -l|-v|-t|-p|-Z|-z|-c|--list, l|t|lb|lt|vt, t|tv|p
change: x|e|a|u, -o, -i|--extract|--create
read: l|t, -l|-t|-Z|-p|-v !-o
destroy: d|rn
[gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 lzma compress uncompress pigz lzop pbzip2]
change: any -> replaces the file by a packed or unpacked one
read: -l|--list|-t|--test|-c|--stdout|--to-stdout|-dc|-lv, $
[find gfind]
judge: find
[fd fdfind]
judge: find
[xargs gxargs]
style: first
values: -I -n -P -L -d -s -a -E --max-args --max-procs --max-lines --delimiter --max-chars --arg-file --process-slot-var -J -R
flags: -0 -r -t -p -x --null --no-run-if-empty --verbose --interactive -i -l --replace
judge: xargs
[parallel rush]
style: first
values: -j --jobs -a --arg-file -I -N --colsep -S --sshlogin -d --joblog --results --timeout --retries --delay
flags: --bar --dry-run --keep-order -k --halt --progress -q -0 --will-cite --eta --tag -X -m
judge: parallel

[rm unlink]
destroy: any -> deletes files
destroy: -r|-R|--recursive -> deletes folders with everything in them
destroy: ~@system -> deletes what the system or an account needs
[rmdir]
change: any -> removes empty folders
[trash gio trash-put rip]
change: any -> moves files to the trash
read: info|list|cat|tree
destroy: remove|rm|trash --empty, --empty
[trash-empty]
destroy: any
[srm shred wipe scrub sfill bleachbit]
destroy: any -> destroys the content of files or disks beyond recovery
[mv]
values: -t --target-directory -S --suffix
change: any -> moves or renames files, and overwrites what is there
destroy: last=/dev/null|@device -> destroys what is moved
destroy: -f|--force -> moves files and overwrites what is there without asking
destroy: ~/|/[*]|/etc|/etc/|/usr|/usr/|/bin|/lib|/lib64|/boot|/var|/home|/opt|~ -> moves a part of the system away
[cp install ditto pax]
values: -t --target-directory -S --suffix -m --mode -o --owner -g --group
change: any -> copies files, and overwrites what is there
destroy: last=@device -> overwrites a device
destroy: ~/dev/null|/dev/zero|/dev/urandom last=*.* -> empties or overwrites the file
destroy: ~/dev/null|/dev/zero|/dev/urandom last=/* -> empties or overwrites the file
destroy: last=/etc/passwd|/etc/shadow|/etc/sudoers|/etc/fstab|/boot/*|/bin/*|/sbin/*|/usr/bin/*|/lib/*|/usr/lib/* -> overwrites a file that the system needs
change: --backup|-b -> copies files, and keeps what was there
[dd dcfldd ddrescue]
change: any -> copies raw data
read: ~if=* -> prints raw data
change: ~of=* -> writes raw data to a file
destroy: ~of=/dev/* -> overwrites a device
read: ~of=/dev/null|of=/dev/stdout
destroy: ~of=/etc/*|of=/boot/*|of=/proc/*|of=/sys/* -> overwrites a file of the system
unknown: ~of=$*|of=`* -> which file or device it overwrites depends on a variable
[pv mbuffer]
read: any
change: -o|--output
[truncate]
values: -s --size -r --reference
destroy: any -> cuts files off
change: -s|--size=+* -> makes files longer
[fallocate]
change: any
destroy: -p|--punch-hole|-z|--zero-range|-c|--collapse-range -> takes content out of a file
[tee sponge]
change: any -> writes to files
read: $, last=@nowhere
destroy: ~@device -> overwrites a device
destroy: ~/etc/passwd|/etc/shadow|/etc/sudoers|/etc/fstab|/boot/*|/proc/sysrq-trigger|/bin/*|/usr/bin/* !-a !--append -> overwrites a file that the system needs
[touch mkdir mkfifo ln link symlink rename prename mmv split csplit patch ed ex vi vim nvim nano emacs pico micro code subl joe gedit visudo vipw vigr crudini augtool dos2unix unix2dos tempfile setfacl setfattr setcap chattr restorecon chcon semanage setsebool updatedb]
change: any -> creates or changes files or their attributes
unknown: -c=*!*|+!*
[mknod]
change: any
[iconv envsubst]
read: any
change: -o|--output
[inotifywait inotifywatch watchman fswatch]
read: any
[entr]
style: first
run argv: any
[chmod]
flags: -R --recursive -v -c -f
change: any -> changes who may do what with files
destroy: -R|--recursive ~@system -> changes the rights of a whole part of the system
destroy: -R|--recursive ~777|0777|a+rwx|000|0000|a-rwx|a=|-x|ugo-rwx -> opens or closes a whole tree to everybody
destroy: 000|0000|a-rwx ~@system
[chown chgrp]
change: any -> changes who owns files
destroy: -R|--recursive ~@system -> changes the owner of a whole part of the system
[diskutil]
read: $, list|info|verifyDisk|verifyVolume|activity, apfs|cs list
destroy: erase*|partitionDisk|secureErase|zeroDisk|randomDisk|reformat|unmountDisk|eject|resizeVolume|mergePartitions, apfs delete*
[rsync]
values: -e --rsh --exclude --include --exclude-from --include-from --files-from --bwlimit --port --password-file --log-file -f --filter --chmod --chown --rsync-path --backup-dir --suffix --partial-dir --temp-dir --timeout --max-size --min-size --link-dest --compare-dest -T -M
flags: -a -v -z -P -n -r -h --progress --dry-run --delete --stats --archive --compress --partial --list-only -avz -av
change: any -> copies files, and overwrites what is there
destroy: --delete|--delete-after|--delete-before|--delete-during|--delete-delay|--delete-excluded|--del|--delete-missing-args -> deletes files at the target that the source does not have
destroy: --remove-source-files -> deletes the files that it has copied
read: -n|--dry-run|--list-only -> only shows what it would do
read: * $
[scp sftp rcp croc magic-wormhole wormhole]
values: -i -P -o -F -l -c -S -J -b
change: any -> copies files to or from another machine
[unison lsyncd syncthing]
change: any
[gpg gpg2]
values: -o --output -r --recipient -u --local-user --keyserver --homedir --batch-file --passphrase --pinentry-mode
change: any
read: --list-keys|-k|--list-secret-keys|-K|--fingerprint|--verify|--list-sigs|--list-packets|--show-keys|--version|--check-sigs|--print-md|--with-colons, -d|--decrypt !-o !--output, --export|-a !-o !--output !-s !--sign !-e !--encrypt !-c !--export-secret-keys !--detach-sign
read: --export-secret-keys !-o !--output -> prints private keys
destroy: --delete-keys|--delete-key|--delete-secret-keys|--delete-secret-key|--delete-secret-and-public-key -> deletes keys
[pass gopass bw op]
read: $, ls|list|find|show|grep|search|version|get|read|whoami|status|inject, item list|get, vault list|get, document get|list, account list|get
destroy: rm|remove|delete, item delete, vault delete, document delete
unknown: run
"""
