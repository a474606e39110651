#!/usr/bin/python3
"""Compares the names that sonde has for numbers with those that Python has.

usage: names.py errno|devices|interfaces|flags     Prints how many numbers were asked for, and a line for each that sonde calls something else.
"""
import errno, mmap, os, select, signal, socket, stat, subprocess, sys


def sonde(calls):
    """What sonde prints for each of the expressions."""
    program = "begin { " + " ".join(f'printf("%s\\n", {c});' for c in calls) + " }"
    with open("names.probe", "w") as f:
        f.write(program)
    return subprocess.run([os.environ["SONDE"], "-q", "names.probe"], stdout=subprocess.PIPE, check=True).stdout.decode().split("\n")[: len(calls)]


def compare(calls, expected):
    got = sonde(calls)
    for call, have, want in zip(calls, got, expected):
        if have != want:
            print(call, have, want)
    return len(got)


def errors():
    known = {n: name for n, name in errno.errorcode.items() if getattr(errno, name) == n}
    got = sonde([f"errno_name({s}{n})" for n in known for s in ("", "-")])
    for i, n in enumerate(known):
        # some numbers have two names
        if got[2 * i] != got[2 * i + 1] or getattr(errno, got[2 * i], None) != n:
            print(n, got[2 * i], got[2 * i + 1])
    return len(got)


def devices():
    calls, names = [], []
    for line in open("/proc/partitions").read().split("\n")[2:]:
        if line:
            major, minor, _, name = line.split()
            calls.append(f"dev_name({int(major) << 20 | int(minor)})")
            names.append(name)
    for name in "tty", "ptmx":
        number = os.stat("/dev/" + name).st_rdev
        calls.append(f"dev_name({os.major(number) << 20 | os.minor(number)})")
        names.append(name)
    return compare(calls, names)


def interfaces():
    known = socket.if_nameindex()
    return compare([f"if_name({i})" for i, _ in known], [name for _, name in known])


MODULES = {
    "open": (os, "O_"), "access": (os, ("F_OK", "R_OK", "W_OK", "X_OK")), "mode": (stat, "S_I"), "prot": (mmap, "PROT_"), "mmap": (mmap, "MAP_"),
    "clone": (os, "CLONE_"), "msg": (socket, "MSG_"), "socktype": (socket, "SOCK_"), "af": (socket, "AF_"), "ipproto": (socket, "IPPROTO_"),
    "epoll": (select, "EPOLL"), "poll": (select, "POLL"), "mount": (os, "MS_"),
}
# not of the set, or of the C library alone, or a mask
NOT = {"O_LARGEFILE", "O_ACCMODE", "S_IFMT", "S_IFDOOR", "S_IFPORT", "S_IFWHT", "S_IREAD", "S_IWRITE", "S_IEXEC", "EPOLL_CLOEXEC", "IPPROTO_HOPOPTS", "O_RSYNC",
       "S_IMODE", "AF_QIPCRTR"}


def flags():
    count = 0
    for which, (module, prefix) in MODULES.items():
        known = {n: int(v) for n, v in vars(module).items() if n.startswith(prefix) and n not in NOT and isinstance(v, int) and int(v) >= 0}
        names = list(known)
        count += len(names)
        for name, text in zip(names, sonde([f'flag_names({known[n]}, "{which}")' for n in names])):
            value = 0
            for part in text.split("|"):
                value |= known.get(part, 1 << 40)
            if value != known[name]:
                print(which, name, text)
    return count


print({"errno": errors, "devices": devices, "interfaces": interfaces, "flags": flags}[sys.argv[1]]())
