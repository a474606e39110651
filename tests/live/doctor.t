# tests/live/doctor.t - `sonde doctor` (output.md 10.9): what it says of this machine is what the machine itself says.
name    H14: every check has a line; a machine that can run programs is exit code 0
needs   root
sh      $SONDE doctor > out; echo "exit $?"; grep -cE '^[a-z_ -]{19,20} (ok|limited|missing) +[^ ]' out | awk '{ print ($1 >= 20) }'; grep -vcE '^[a-z_ -]{19,20} (ok|limited|missing) +[^ ]|^ {30}fix: [^ ]' out
        grep -c "^kernel .*Linux $(uname -r), $(uname -m)$" out; grep -c '^privileges  *ok ' out; grep -c "^compiler  *ok .*/sonde-compile$" out
expect  exit 0
        1
        0
        1
        1
        1
---
name    H14: kprobes, multi attach, tracefs and cgroups are as the kernel's own files say
needs   root
sh      $SONDE doctor > out; state() { sed -nE "s/^$1 +(ok|limited|missing|broken) .*/\\1/p" out; }
        there() { if "$@" >/dev/null 2>&1; then echo ok; else echo missing; fi; }
        [ "$(state kprobe)" = "$(there test -e /sys/kernel/tracing/kprobe_events)" ] && [ "$(state kretprobe)" = "$(state kprobe)" ] && echo kprobe
        [ "$(state tracefs)" = "$(there test -e /sys/kernel/tracing/events)" ] && echo tracefs
        [ "$(state types)" = "$(there test -s /sys/kernel/btf/vmlinux)" ] && echo types
        grep '^cgroups' out | grep -q "$(if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo 'version 2'; else echo 'version 1'; fi)" && echo cgroups
expect  kprobe
        tracefs
        types
        cgroups
---
name    H14: kprobes and fentry where they are
needs   root kprobe fentry kprobe_multi
sh      $SONDE doctor | grep -E '^(kprobe|kretprobe|fentry|fexit|kprobe_multi) ' | awk '{ print $1, $2 }' | sort
expect  fentry ok
        fexit ok
        kprobe ok
        kprobe_multi ok
        kretprobe ok
---
name    H14: records, each with its four members
needs   root python
sh      $SONDE doctor -f json | python3 -c '
        import json, sys
        rows = [json.loads(line) for line in sys.stdin]
        print({row["type"] for row in rows}, all(list(row["data"]) == ["name", "state", "found", "fix"] for row in rows))
        print([row["data"]["state"] for row in rows if row["data"]["name"] == "privileges"], all(row["data"]["fix"] for row in rows if row["data"]["state"] != "ok"))'
expect  {'check'} True
        ['ok'] True
---
name    H14: who may not load programs is told what is missing, and gets exit code 2
needs   tool:setpriv
sh      chmod 755 . ; setpriv --reuid 65534 --regid 65534 --clear-groups "$SONDE" doctor > out; echo "exit $?"; grep -A1 '^privileges' out
expect  exit 2
        privileges           broken   missing CAP_BPF, CAP_PERFMON, CAP_DAC_READ_SEARCH
                                      fix: run sonde as root (sudo sonde ...), or give the program these capabilities
---
name    H14: what cannot be tried without privileges is not said of the kernel
needs   tool:setpriv
sh      chmod 755 . ; cp "$SONDE" "$(dirname "$SONDE")/sonde-compile" . ; setpriv --reuid 65534 --regid 65534 --clear-groups ./sonde doctor > out
        grep -cE '^(kprobe_multi|kprobe_session|uprobe_multi) .*cannot be tried without privileges: ' out; grep -E '^f(entry|exit) ' out | grep -vE '^f[a-z]* +(ok|missing  cannot be tried without privileges:) +(entry|return) of a function'
        grep -A1 '^kprobe_multi' out
expect  3
        kprobe_multi         limited  cannot be tried without privileges: one link for many functions of the kernel, since Linux 5.18
                                      fix: see privileges
---
name    H14: root of a user namespace has no privileges, and is told so
needs   tool:unshare
sh      unshare -U -r true 2>/dev/null || { echo "no user namespaces"; exit 0; }
        unshare -U -r "$SONDE" doctor > out; echo "exit $?"; grep -A1 '^privileges' out; unshare -U -r "$SONDE" -e 'begin { }' 2>&1 | head -1
expect-re ^(no user namespaces|sonde: error: privileges: missing CAP_BPF, CAP_PERFMON \(what a user namespace gives does not count\); run it as root .*)$
---
name    H14: capabilities that a user was given are enough for tracepoints
needs   root tool:setpriv
sh      chmod 755 . ; cp "$SONDE" "$(dirname "$SONDE")/sonde-compile" $TESTBIN/calls . ; caps=-all,+bpf,+perfmon,+sys_ptrace,+dac_read_search
        setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps $caps --ambient-caps $caps ./sonde doctor > out; echo "exit $?"; grep -E '^(privileges|tracefs) ' out | awk '{ print $1, $2 }'
        setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps $caps --ambient-caps $caps ./sonde -q -e 'tracepoint:syscalls:sys_enter_getppid /pid == cpid/ { @ = count(); }' -c './calls getppid 300' | grep @
expect-re ^exit 0$
expect-re ^privileges ok$
expect-re ^tracefs ok$
expect-re ^@: 300$
---
name    H14: without its compiler sonde runs images alone
needs   root
sh      cp "$SONDE" sonde; ./sonde doctor > out; echo "exit $?"; grep '^compiler' out
expect  exit 0
        compiler             limited  sonde-compile is neither beside sonde nor in ../libexec/sonde: only images can be run
---
name    H14: a kernel that hides its types
needs   root own-mounts
sh      unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf; $SONDE doctor' > out; echo "exit $?"; grep '^types' out
expect  exit 0
        types                limited  this kernel does not describe its types: structs and functions cannot be used by name
---
name    H14: a cache directory that others may write to is not used
needs   root
sh      mkdir cache; export SONDE_CACHE_DIR=$PWD/cache; chmod 777 cache; $SONDE doctor | sed -n "s,$PWD,HERE,; /^cache /p"
        rmdir cache; : > cache; $SONDE doctor | sed -n "s,$PWD,HERE,; /^cache /p"; SONDE_CACHE_DIR=/proc/none $SONDE doctor | grep '^cache '
expect
        cache                limited  'HERE/cache' is not used: others may write to it
        cache                limited  'HERE/cache' is not used: it is no directory
        cache                limited  '/proc/none' is not used: it cannot be made
---
name    H14: what it is asked for besides
sh      $SONDE doctor now 2>&1; echo "exit $?"
expect  sonde: error: command 'doctor' takes no words, and 'now' is one
        exit 1
