# tests/live/service.t - sonde as a service (output.md 5.2), and what --info says of the machine (7.2).
---
name    systemd is told when everything is attached and when the run ends, by a path and by an abstract name
needs   root python
before  cat > listen.py <<'END'
        import os, socket, subprocess, sys
        for name in (os.getcwd() + "/socket", "@sonde-test-" + str(os.getpid())):
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(name if name[0] == "/" else "\0" + name[1:])
            s.settimeout(30)
            p = subprocess.Popen([os.environ["SONDE"], "-q", "-e", "interval:hz:50 { @n = count(); } end { clear(@n); }"], env={**os.environ, "NOTIFY_SOCKET": name})
            print(s.recv(100).decode(), p.poll())
            p.terminate()
            print(s.recv(100).decode(), p.wait())
        END
sh      python3 listen.py
expect  READY=1 None
        STOPPING=1 0
        READY=1 None
        STOPPING=1 0
---
name    a socket that is not there is a warning, and the run goes on
needs   root
sh      for s in /nowhere/socket nonsense; do NOTIFY_SOCKET=$s $SONDE -q -e 'interval:hz:50 { exit(); }' 2>&1; echo "exit $?"; done
expect  sonde: warning: NOTIFY_SOCKET: '/nowhere/socket' cannot be told READY=1: No such file or directory
        sonde: warning: NOTIFY_SOCKET: '/nowhere/socket' cannot be told STOPPING=1: No such file or directory
        exit 0
        sonde: warning: NOTIFY_SOCKET: 'nonsense' cannot be told READY=1: Invalid argument
        sonde: warning: NOTIFY_SOCKET: 'nonsense' cannot be told STOPPING=1: Invalid argument
        exit 0
---
name    Z14: --info has its sections, and says of the kernel what the kernel's files say
needs   root btf
sh      $SONDE --info > out; echo "exit $?"; grep -n '^[A-Z]' out; grep -c "^  OS: Linux $(uname -r) " out; grep -c "^  Arch: $(uname -m)$" out; grep -c "^  version: $($SONDE --version | sed -n '1s/sonde //p')$" out
        yes() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }
        grep -oE '(^| )kprobe: [a-z]*' out | grep -c ": $(yes test -e /sys/kernel/tracing/kprobe_events)$"; awk 'length >= 36 && substr($0, 36) !~ /^[a-z]/ && NR > 13' out
expect  exit 0
        1:System
        5:Build
        14:Kernel helpers
        19:Kernel features
        23:Probe types
        1
        1
        1
        1
---
name    Z14 Z16: --no-feature counts wherever it stands
needs   root uprobe_multi
sh      $SONDE --info | grep -o 'uprobe_multi: .*'; $SONDE --info --no-feature uprobe_multi | grep -o 'uprobe_multi: .*'; $SONDE --no-feature uprobe_multi --info | grep -o 'uprobe_multi: .*'
expect  uprobe_multi: yes
        uprobe_multi: no
        uprobe_multi: no
---
name    Z21: --traceable-functions stands for the kernel's list
needs   root kprobe
sh      printf 'vfs_write\nvfs_read\nno_such_function_here\n' > list; $SONDE --traceable-functions list -l 'kprobe:vfs_*'
        $SONDE --traceable-functions list -e 'kprobe:vfs_* /pid == cpid/ { @[func] = count(); }' -q -c "$TESTBIN/calls write 1*100" -o out > /dev/null; grep -c 'vfs_write\]: 101' out; grep -c 'vfs_[^wr]' out; true
expect  kprobe:vfs_read
        kprobe:vfs_write
        1
        0
---
name    Z21: lists that are none
sh      : > empty; for f in empty nowhere ''; do $SONDE --traceable-functions "$f" -l 'kprobe:vfs_*' 2>&1; echo "exit $?"; done
expect  sonde: error: option '--traceable-functions': 'empty' cannot be used: it is empty
        exit 2
        sonde: error: option '--traceable-functions': 'nowhere' cannot be used: No such file or directory
        exit 2
        sonde: error: option '--traceable-functions': the file name is empty
        exit 1
