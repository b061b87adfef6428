"""Processes, users, kernel, disks: what acts on the machine itself."""

TABLE = """
[ps pgrep pidof pstree top htop btop atop glances vmstat iostat mpstat sar pidstat nmon dstat iotop iftop nethogs slabtop numastat pmap lsof procinfo sensors smem tload turbostat powertop ipcs lslocks lsns lslogins lsipc getent upower acpi vnstat bmon]
read: any
change: -o|--output --export, -k
[nvidia-smi rocm-smi]
read: any
change: -pm|-pl|-c|-e|-ac|-lgc|-mig|--persistence-mode|--power-limit|-rac|--compute-mode -> changes settings of the GPU
destroy: --gpu-reset|-r -> resets the GPU
[kill]
style: nohelp single
flags: -9
read: -l|-L|--list|--table, -0
change: any -> sends a signal to processes
read: -l|-L|--list|--table, -0, -s=0
destroy: -9|-KILL|-SIGKILL, -s|-n|--signal=9|KILL|SIGKILL|kill -> ends processes at once: what they have not saved is lost
destroy: -1 1, -- -1, ~-1, 1 -> ends every process, or the first one
[pkill killall killall5 skill xkill]
style: single
values: -s --signal -u -U -g -P -t -G -F --euid --uid --pidfile
destroy: any -> ends every process of that name
read: -l|--list, -0, -s|--signal=0
change: -HUP|-USR1|-USR2|-1|-10|-12|-WINCH|-SIGHUP|-SIGUSR1|-STOP|-CONT|-SIGSTOP|-SIGCONT, -s|--signal=HUP|SIGHUP|USR1|SIGUSR1|USR2|STOP|CONT -> sends a signal to every process of that name
[fuser]
read: any
destroy: -k|--kill -> ends every process that uses the file
[renice tuned-adm cpupower cpufreq-set]
change: any
read: list|active|recommend|verify|frequency-info|idle-info|info|monitor
[jobs fg bg wait disown]
read: any
[reboot shutdown poweroff halt telinit pm-suspend]
destroy: any -> stops or reboots the machine
change: -c -> takes a planned shutdown back
read: --show
destroy: -r|-h|-P|-H -> stops or reboots the machine
[init]
destroy: 0|6|1|s|S -> stops or reboots the machine, or all its services
change: q|Q
[sysctl]
values: -p --load -r --pattern
flags: -a -n -e -q --all
read: any -> shows settings of the kernel
change: -w|--write|-p|--load|--system -> changes settings of the kernel
change: ~*=* -> changes settings of the kernel
destroy: ~kernel.panic=*|kernel.sysrq=*x -> may stop the machine
change: ~kernel.panic=*
[modprobe insmod depmod kmod]
change: any -> loads a module into the kernel
read: -n|--dry-run|--show-depends|-c|--showconfig, list|static-nodes
destroy: -r|--remove -> takes a module out of the kernel
[rmmod]
destroy: any -> takes a module out of the kernel
[dmesg]
values: -l --level -f --facility -n --since --until
read: any
change: -n|--console-level|-D|-E|--console-off|--console-on
destroy: -C|--clear|-c|--read-clear -> clears the kernel's messages
[swapon]
read: $, -s|--show|--summary
change: *, -a
[swapoff mkswap]
change: any -> takes swap away, or makes it
destroy: ~@device -> overwrites a device with swap, or takes it away
[ulimit umask]
read: $, -a|-n|-u|-c|-f|-s|-H|-S|-v|-l $
change: *
[hwclock chronyc ntpdate ntpq chronyd ntpd rdate]
read: $, -r|--show|--get|--verbose, tracking|sources|sourcestats|activity|ntpdata|clients|serverstats, -p|-pn|-c=*, -q
change: -w|-s|--systohc|--hctosys|--set, makestep|burst|online|offline|add, -u|-b, * !-q !-p !-pn
read: tracking|sources|sourcestats|activity|ntpdata|clients|serverstats|selectdata|authdata, -q
[ldd nm objdump readelf size pahole addr2line c++filt pstack jps jstat]
read: any
[jstack]
read: any
[jmap jcmd jinfo]
read: $, -histo|-clstats|-finalizerinfo|-flags|-sysprops, * Thread.print|VM.*|GC.class_histogram|GC.heap_info|help|Compiler.*, -l, *
change: * GC.run|GC.heap_dump|JFR.*|VM.log, -flag -> runs a collection or writes a dump
change: -dump*|-dump -> writes a dump
change: ~*dump*
[strace ltrace perf bpftrace gdb py-spy rbspy async-profiler tcpflow bcc ftrace trace-cmd sysdig falco]
style: first
values: -e -p -o -s -u -E -S -P -I --pid -F -g -C -i -a -b -O -X
flags: -f -ff -c -t -tt -ttt -T -y -yy -r -v -x -q -k -C -w -A -n -D
read: -p|--pid -> watches a running process
change: any
read: -p|--pid !-o, top|list|report|script|stat|annotate|dump
change: -o|--output, record
unknown: gdb
run argv: any
[tcpdump tshark dumpcap ngrep wireshark]
values: -i -c -w -r -s -f -C -G -W -Y -e -T --interface -B -D -F -y -z
read: any -> watches network traffic
change: -w -> writes network traffic to a file
read: -w=-
unknown: -z
[abrt-cli sosreport sos kdump-config crash faillock pam_tally2]
read: $, list|info|status|show, --user
change: report
destroy: rm|remove|delete|clean, --reset -> deletes it
change: --reset

[useradd adduser usermod groupadd addgroup groupmod gpasswd passwd chpasswd chsh chfn newgrp newusers pwconv pwck grpck smbpasswd htpasswd faillog saslpasswd2 realm sss_cache dscl pw]
change: any -> changes users, groups or passwords
read: -S|--status|-l|--list|-D|--defaults|-c|--check|-q|-r, list|discover, -l|-v|-L, . -list|-read
change: -c=*, useradd, -l=*
change: -c|-l * !-S, adduser
read: -S|--status, -D $, -l|--list * $, -c $
destroy: -d|--delete|-r, leave, . -delete -> takes a password, user or membership away
change: -d|-r * !--delete
destroy: --delete
[chage]
values: -d --lastday -E --expiredate -I --inactive -m --mindays -M --maxdays -W --warndays -R --root
flags: -l --list -i --iso8601
change: any -> changes when a password ends
read: -l|--list
[userdel groupdel deluser delgroup]
destroy: any -> deletes users or groups
destroy: -r|--remove|--remove-home|--remove-all-files -> deletes the user with the home and everything in it

[mkfs mkfs.* mke2fs mkdosfs mkntfs mkreiserfs newfs newfs_* nwipe blkdiscard sg_format]
destroy: any -> makes a new, empty file system: what is there is lost
read: -n|--dry-run|-N $
[parted]
values: -a --align
style: nohelp
flags: -s --script -m --machine -f --fix -j --json
unknown: any -> what is typed there decides about the partitions
read: -l|--list|-v|--version|-h|--help, * p|pr*|align-check|help|version|unit|select, * unit * p|pr*|align-check -> only shows the partitions
destroy: ~mkl*|mkt*|mkp*|mkfs|rm|resize*|resc*|set|name|type|toggle|disk_* -> changes the partitions: what is on them may be lost
[fdisk gdisk cfdisk sfdisk sgdisk gparted cgdisk growpart partprobe kpartx partx]
values: -b -c -t -o -u -N
style: nohelp
read: -l|--list|-d|--dump|-s|-V|--verify|-p|--print|-i|-x, * print|p|unit|align-check|help, -s * print|unit
unknown: any -> what is typed there decides about the partitions
read: -l|--list|-d|--dump|-V|--verify|-p|--print|-F|-J|--json, * print|p|align-check|help, * unit * print, * unit * print free
destroy: -o|--clear|-z|-Z|--zap-all|--zap|--delete|-n|--new|-R|--wipe|-w|--append|-g|--mbrtogpt, * mklabel|mktable|mkpart|rm|resizepart|rescue|set|name|mkfs -> changes the partitions: what is on them may be lost
destroy: -n=*:*|-d=* , --delete=*
change: growpart, partprobe
change: -a|-u|-d|-s !-l !--list !-n !-p !-o
read: -l|--list, * print|p, -p|--print, -s * print
destroy: * mklabel|mktable|mkpart|rm|resizepart
[wipefs]
read: any
read: -n|--no-act
destroy: -a|--all|-o|--offset|-f -> takes the file system's or partition table's signature away
read: -n|--no-act
[fsck fsck.* e2fsck xfs_repair dosfsck btrfsck ntfsfix]
change: any -> checks a file system and repairs it
read: -n|-N|-V
destroy: -L -> throws the journal away
[dumpe2fs xfs_info ioping]
read: any
[tune2fs resize2fs xfs_growfs xfs_admin e2label fatlabel swaplabel debugfs xfs_db fio bonnie++ badblocks]
change: any -> changes a file system
read: -l $, -l * $, $
destroy: -w -> overwrites the disk
[fstrim e4defrag xfs_fsr]
change: any -> tidies a file system
[multipath multipathd]
change: any -> changes the paths to disks
read: -l|-ll|-t|-c !-F !-f, show
destroy: -F|-f -> takes paths to disks away
[losetup]
change: any -> makes a file a device, or takes it away
read: $ !-d !-D !-f !-c, -a|--all|-l|--list, -j
change: -d|-D|-c|-f !-a !-l
[hdparm smartctl nvme sdparm dmsetup cryptsetup iscsiadm targetcli mdadm]
values: -m -n -D -T -p -d -t -l --name -c --key-file
read: $, -l, -a|--all|-i|--info|-H|--health|-x|--xall|-A|--attributes|-c|--capabilities|-I|-s|--scan|-C|-P|--print, list|smart-log|id-ctrl|id-ns|error-log|list-subsys|list-ns|fw-log|show-regs|get-log, ls|info|table|status|deps|targets|version, luksDump|isLuks|luksUUID|status|benchmark
change: any
read: -l|-a|--all|-i|--info|-H|--health|-x|--xall|-A|--attributes|--scan|-I|--list|-ll|-v|-j|-f !-t !-n !-d, list|smart-log|id-ctrl|id-ns|error-log|list-subsys|list-ns|fw-log|show-regs|get-log, ls|info|table|status|deps|targets|version|show, luksDump|isLuks|luksUUID|status|benchmark
read: -D|--detail|-Q|--query|-E|--examine|--scan, --detail|--query|--examine|--monitor !--zero-superblock, -m=session|node|iface|discoverydb !-u !-l !-o=delete|new|update !--logout !--login
destroy: luksFormat|luksErase|erase|luksKillSlot|luksRemoveKey|format|sanitize|remove|remove_all|wipe_table|delete-ns|write|write-zeroes|close|luksClose|luksHeaderRestore|clearconfig|reencrypt|reset -> destroys data, or makes it unreadable
destroy: --security-erase*|--security-set-pass|--trim-sector-ranges|--make-bad-sector|--write-sector|-w -> destroys data on the disk
destroy: --zero-superblock|-S|--stop|--fail|-f|--remove|-r|--create|-C|--build|-F|--kill-subarray -> takes disks out of an array, stops it, or creates one over what is there
change: -d|-D|-F !--fail !--stop !--remove !--zero-superblock !--create
read: -D|--detail, -d $ , -I *, -F $, --examine|--query !--zero-superblock, -l|-a, -C *
destroy: --create|-C --level|-l, -C --raid-devices|-n
destroy: -o=delete -> deletes it
[mount]
values: -t -o -O -L -U --types --options
read: $, -l, -t $
change: any -> mounts a file system
read: $ !-a !-o !-L !-U
[umount]
change: any -> takes a file system away
destroy: -l|--lazy|-f|--force|-a|--all -> takes file systems away while they may be in use
[eject sync udevadm udisksctl mountpoint blockdev findfs e2freefrag filefrag chcpu rescan-scsi-bus.sh]
change: any
read: $, info|monitor|status|dump, --getsize*|--getss|--getbsz|--report|--getro, *
change: trigger|control|settle|mount|unmount|power-off|loop-setup, -t|--rereadpt|--setro|--setrw|--flushbufs
[pvs vgs lvs pvscan vgscan lvscan pvdisplay vgdisplay lvdisplay lsscsi lvmdiskscan pvck lvmconfig dmeventd lvmdump]
read: any
change: --cache|--activate -> activates volumes
[pvcreate vgcreate lvcreate lvextend vgextend pvresize vgchange lvchange pvchange vgrename lvrename vgmerge vgsplit vgimport vgexport lvconvert vgcfgbackup lvm]
values: -L -l -n --size --extents --name -s -t
change: any -> changes volumes
destroy: -f|--force|-ff|--uninit|--splitmirrors -> changes volumes without asking
read: -t|--test
change: lvextend, -r|--resizefs
destroy: --merge
[pvremove vgremove lvremove lvreduce pvmove vgreduce vgcfgrestore lvresize]
values: -L -l -n --size
destroy: any -> removes or shrinks volumes: the data on them may be lost
change: -L|--size|-l|--extents=+*
read: -t|--test
[zfs]
values: -o -O -t -s -S -V -d -i -I -b
flags: -r -H -p -R -f -n -v
read: $, list|get|version|diff|holds|userspace|groupspace|help, allow $, send, allow *, mount $
change: create|set|snapshot|snap|clone|mount|share|unshare|rename|inherit|hold|release|bookmark|promote|send|unmount|umount|upgrade|load-key|change-key
read: send, mount $
destroy: destroy -> deletes a file system, volume or snapshot
destroy: rollback -> throws away what was written since the snapshot
destroy: receive|recv -F, receive|recv --force -> throws away what the source does not have
destroy: unload-key -> makes it unreadable
read: destroy|rollback|receive|recv -n
[zpool]
values: -o -O -R -c -d -T -m
read: $, list|status|get|iostat|history|events|version|help, wait
change: create|add|attach|replace|scrub|set|import|online|export|trim|clear|resilver|initialize|upgrade|reguid|reopen
read: import|upgrade $
destroy: destroy|labelclear|remove|detach|offline|split, checkpoint --discard -> deletes the pool, or takes disks out of it
destroy: create -f, add -f|--force, import -F, replace -f, offline -f -> changes the pool over what is there
read: * -n
[btrfs]
read: $, filesystem|fi show|df|usage|du|label, subvolume|sub|su list|show|get-default|find-new, device|dev stats|usage|scan, scrub status, balance status, qgroup show, property get|list, version, help, inspect-internal, check --readonly, restore --list-roots|-l, send
change: any
destroy: subvolume|sub|su delete, device|dev delete|remove, check --repair, rescue zero-log|chunk-recover|super-recover, qgroup destroy, replace start -> deletes it, or takes disks out
read: filesystem|fi show|df|usage|du, subvolume|sub|su list|show|get-default|find-new, device|dev stats|usage, scrub|balance|replace|quota status, qgroup show, property get|list, version|help|inspect-internal
[quota repquota quotaon quotaoff edquota setquota quotacheck xfs_quota]
read: $, -a|-u|-g|-v|-s
change: *
[grub-install update-grub grub-mkconfig grub2-mkconfig grub2-install dracut mkinitcpio update-initramfs mkinitrd efibootmgr grubby bootc kexec dkms fwupdmgr flashrom mokutil]
change: any -> changes how the machine starts
read: $, --info|--default-kernel|--list|-v|--sb-state|--list-enrolled, status|get-devices|get-updates|get-history|list
destroy: -B|--delete-bootnum|--remove-kernel|-e|--exec|--reset|-w|-E -> takes away how the machine starts
[setenforce getenforce sestatus getsebool auditctl ausearch aureport aa-status apparmor_status aa-enforce aa-complain aa-disable semodule sealert seinfo sesearch matchpathcon audit2why audit2allow lynis rkhunter chkrootkit aide tripwire clamscan]
read: $, -l|-s|-a|-m|-i|-k|-ts|--summary|--list, audit|check|--check|-c, *
change: 0|1|Permissive|Enforcing|enforcing|permissive, -w|-e|-R|-B|--update|--init|--propupd, -a *,* , ~/etc/apparmor.d/*
destroy: -D|-d|-r|--remove=* !-l, --remove
read: -r $
destroy: -D -> deletes all rules
"""
