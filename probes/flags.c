/* probes/flags.c - names of the flags and constants that system calls take.  The values are those
 * of the kernel's own headers where it has a header for them: the C library's differ (O_LARGEFILE
 * is 0 there).  Used by the runtime, and by the compiler for the names of the sets. */
#include "probes/flags.h"

#include <asm/poll.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/util.h"

/* The bits of a mask have this value: a flag, whose mask is itself, or one of the values of a field
 * of several bits. */
struct flag {
	uint64_t mask, value;
	const char *name;
};

struct flag_set {
	const char *name;
	/* combinations before what they are made of, the end without a name; NULL for GFP flags */
	const struct flag *flags;
};

#define FLAG(id) { (uint32_t)(id), (uint32_t)(id), #id }
#define ONE_OF(mask, id) { (uint32_t)(mask), (uint32_t)(id), #id }
/* not flags but numbers, or a name for 0 */
#define WHOLE(id) { UINT32_MAX, (uint32_t)(id), #id }
#define END { 0 }

static const struct flag open_flags[] = {
	ONE_OF(O_ACCMODE, O_RDONLY),
	ONE_OF(O_ACCMODE, O_WRONLY),
	ONE_OF(O_ACCMODE, O_RDWR),
	FLAG(O_CREAT),
	FLAG(O_EXCL),
	FLAG(O_NOCTTY),
	FLAG(O_TRUNC),
	FLAG(O_APPEND),
	FLAG(O_NONBLOCK),
	FLAG(O_SYNC),
	FLAG(O_DSYNC),
	{ FASYNC, FASYNC, "O_ASYNC" },
	FLAG(O_DIRECT),
	FLAG(O_LARGEFILE),
	FLAG(O_TMPFILE),
	FLAG(O_DIRECTORY),
	FLAG(O_NOFOLLOW),
	FLAG(O_NOATIME),
	FLAG(O_CLOEXEC),
	FLAG(O_PATH),
	END,
};

static const struct flag access_flags[] = { WHOLE(F_OK), FLAG(R_OK), FLAG(W_OK), FLAG(X_OK), END };

/* 0x200 is AT_EACCESS of faccessat() too. */
static const struct flag at_flags[] = {
	FLAG(AT_SYMLINK_NOFOLLOW),
	FLAG(AT_REMOVEDIR),
	FLAG(AT_SYMLINK_FOLLOW),
	FLAG(AT_NO_AUTOMOUNT),
	FLAG(AT_EMPTY_PATH),
	FLAG(AT_STATX_FORCE_SYNC),
	FLAG(AT_STATX_DONT_SYNC),
	FLAG(AT_RECURSIVE),
	END,
};

static const struct flag mode_flags[] = {
	ONE_OF(S_IFMT, S_IFSOCK),
	ONE_OF(S_IFMT, S_IFLNK),
	ONE_OF(S_IFMT, S_IFREG),
	ONE_OF(S_IFMT, S_IFBLK),
	ONE_OF(S_IFMT, S_IFDIR),
	ONE_OF(S_IFMT, S_IFCHR),
	ONE_OF(S_IFMT, S_IFIFO),
	FLAG(S_ISUID),
	FLAG(S_ISGID),
	FLAG(S_ISVTX),
	FLAG(S_IRWXU),
	FLAG(S_IRUSR),
	FLAG(S_IWUSR),
	FLAG(S_IXUSR),
	FLAG(S_IRWXG),
	FLAG(S_IRGRP),
	FLAG(S_IWGRP),
	FLAG(S_IXGRP),
	FLAG(S_IRWXO),
	FLAG(S_IROTH),
	FLAG(S_IWOTH),
	FLAG(S_IXOTH),
	END,
};

static const struct flag prot_flags[] = {
	WHOLE(PROT_NONE),
	FLAG(PROT_READ),
	FLAG(PROT_WRITE),
	FLAG(PROT_EXEC),
	FLAG(PROT_SEM),
	FLAG(PROT_GROWSDOWN),
	FLAG(PROT_GROWSUP),
	END,
};

static const struct flag mmap_flags[] = {
	ONE_OF(MAP_TYPE, MAP_SHARED),
	ONE_OF(MAP_TYPE, MAP_PRIVATE),
	ONE_OF(MAP_TYPE, MAP_SHARED_VALIDATE),
	FLAG(MAP_FIXED),
	FLAG(MAP_ANONYMOUS),
#ifdef MAP_32BIT
	FLAG(MAP_32BIT),
#endif
	FLAG(MAP_GROWSDOWN),
	FLAG(MAP_DENYWRITE),
	FLAG(MAP_EXECUTABLE),
	FLAG(MAP_LOCKED),
	FLAG(MAP_NORESERVE),
	FLAG(MAP_POPULATE),
	FLAG(MAP_NONBLOCK),
	FLAG(MAP_STACK),
	FLAG(MAP_HUGETLB),
	FLAG(MAP_SYNC),
	FLAG(MAP_FIXED_NOREPLACE),
	ONE_OF(MAP_HUGE_MASK << MAP_HUGE_SHIFT, MAP_HUGE_2MB),
	ONE_OF(MAP_HUGE_MASK << MAP_HUGE_SHIFT, MAP_HUGE_1GB),
	END,
};

/* The low byte is the signal that the parent gets. */
static const struct flag clone_flags[] = {
	FLAG(CLONE_VM),
	FLAG(CLONE_FS),
	FLAG(CLONE_FILES),
	FLAG(CLONE_SIGHAND),
	FLAG(CLONE_PIDFD),
	FLAG(CLONE_PTRACE),
	FLAG(CLONE_VFORK),
	FLAG(CLONE_PARENT),
	FLAG(CLONE_THREAD),
	FLAG(CLONE_NEWNS),
	FLAG(CLONE_SYSVSEM),
	FLAG(CLONE_SETTLS),
	FLAG(CLONE_PARENT_SETTID),
	FLAG(CLONE_CHILD_CLEARTID),
	FLAG(CLONE_DETACHED),
	FLAG(CLONE_UNTRACED),
	FLAG(CLONE_CHILD_SETTID),
	FLAG(CLONE_NEWCGROUP),
	FLAG(CLONE_NEWUTS),
	FLAG(CLONE_NEWIPC),
	FLAG(CLONE_NEWUSER),
	FLAG(CLONE_NEWPID),
	FLAG(CLONE_NEWNET),
	FLAG(CLONE_IO),
	{ CLONE_CLEAR_SIGHAND, CLONE_CLEAR_SIGHAND, "CLONE_CLEAR_SIGHAND" },
	{ CLONE_INTO_CGROUP, CLONE_INTO_CGROUP, "CLONE_INTO_CGROUP" },
	ONE_OF(CSIGNAL, SIGCHLD),
	ONE_OF(CSIGNAL, SIGUSR1),
	ONE_OF(CSIGNAL, SIGUSR2),
	ONE_OF(CSIGNAL, SIGKILL),
	ONE_OF(CSIGNAL, SIGTERM),
	END,
};

static const struct flag msg_flags[] = {
	FLAG(MSG_OOB),
	FLAG(MSG_PEEK),
	FLAG(MSG_DONTROUTE),
	FLAG(MSG_CTRUNC),
	FLAG(MSG_PROXY),
	FLAG(MSG_TRUNC),
	FLAG(MSG_DONTWAIT),
	FLAG(MSG_EOR),
	FLAG(MSG_WAITALL),
	FLAG(MSG_FIN),
	FLAG(MSG_SYN),
	FLAG(MSG_CONFIRM),
	FLAG(MSG_RST),
	FLAG(MSG_ERRQUEUE),
	FLAG(MSG_NOSIGNAL),
	FLAG(MSG_MORE),
	FLAG(MSG_WAITFORONE),
	FLAG(MSG_BATCH),
	FLAG(MSG_ZEROCOPY),
	FLAG(MSG_FASTOPEN),
	FLAG(MSG_CMSG_CLOEXEC),
	END,
};

/* SOCK_TYPE_MASK (linux/net.h of the kernel): what is above are flags */
#define SOCKET_TYPE 0xf
static const struct flag socktype_flags[] = {
	ONE_OF(SOCKET_TYPE, SOCK_STREAM),
	ONE_OF(SOCKET_TYPE, SOCK_DGRAM),
	ONE_OF(SOCKET_TYPE, SOCK_RAW),
	ONE_OF(SOCKET_TYPE, SOCK_RDM),
	ONE_OF(SOCKET_TYPE, SOCK_SEQPACKET),
	ONE_OF(SOCKET_TYPE, SOCK_DCCP),
	ONE_OF(SOCKET_TYPE, SOCK_PACKET),
	FLAG(SOCK_NONBLOCK),
	FLAG(SOCK_CLOEXEC),
	END,
};

static const struct flag af_numbers[] = {
	WHOLE(AF_UNSPEC),
	WHOLE(AF_UNIX),
	WHOLE(AF_INET),
	WHOLE(AF_AX25),
	WHOLE(AF_IPX),
	WHOLE(AF_APPLETALK),
	WHOLE(AF_NETROM),
	WHOLE(AF_BRIDGE),
	WHOLE(AF_ATMPVC),
	WHOLE(AF_X25),
	WHOLE(AF_INET6),
	WHOLE(AF_ROSE),
	WHOLE(AF_DECnet),
	WHOLE(AF_NETBEUI),
	WHOLE(AF_SECURITY),
	WHOLE(AF_KEY),
	WHOLE(AF_NETLINK),
	WHOLE(AF_PACKET),
	WHOLE(AF_ASH),
	WHOLE(AF_ECONET),
	WHOLE(AF_ATMSVC),
	WHOLE(AF_RDS),
	WHOLE(AF_SNA),
	WHOLE(AF_IRDA),
	WHOLE(AF_PPPOX),
	WHOLE(AF_WANPIPE),
	WHOLE(AF_LLC),
	WHOLE(AF_IB),
	WHOLE(AF_MPLS),
	WHOLE(AF_CAN),
	WHOLE(AF_TIPC),
	WHOLE(AF_BLUETOOTH),
	WHOLE(AF_IUCV),
	WHOLE(AF_RXRPC),
	WHOLE(AF_ISDN),
	WHOLE(AF_PHONET),
	WHOLE(AF_IEEE802154),
	WHOLE(AF_CAIF),
	WHOLE(AF_ALG),
	WHOLE(AF_NFC),
	WHOLE(AF_VSOCK),
	WHOLE(AF_KCM),
	WHOLE(AF_QIPCRTR),
	WHOLE(AF_SMC),
	WHOLE(AF_XDP),
	END,
};

static const struct flag ipproto_numbers[] = {
	WHOLE(IPPROTO_IP),
	WHOLE(IPPROTO_ICMP),
	WHOLE(IPPROTO_IGMP),
	WHOLE(IPPROTO_IPIP),
	WHOLE(IPPROTO_TCP),
	WHOLE(IPPROTO_EGP),
	WHOLE(IPPROTO_PUP),
	WHOLE(IPPROTO_UDP),
	WHOLE(IPPROTO_IDP),
	WHOLE(IPPROTO_TP),
	WHOLE(IPPROTO_DCCP),
	WHOLE(IPPROTO_IPV6),
	WHOLE(IPPROTO_ROUTING),
	WHOLE(IPPROTO_FRAGMENT),
	WHOLE(IPPROTO_RSVP),
	WHOLE(IPPROTO_GRE),
	WHOLE(IPPROTO_ESP),
	WHOLE(IPPROTO_AH),
	WHOLE(IPPROTO_ICMPV6),
	WHOLE(IPPROTO_NONE),
	WHOLE(IPPROTO_DSTOPTS),
	WHOLE(IPPROTO_MTP),
	WHOLE(IPPROTO_BEETPH),
	WHOLE(IPPROTO_ENCAP),
	WHOLE(IPPROTO_PIM),
	WHOLE(IPPROTO_COMP),
	WHOLE(IPPROTO_L2TP),
	WHOLE(IPPROTO_SCTP),
	WHOLE(IPPROTO_MH),
	WHOLE(IPPROTO_UDPLITE),
	WHOLE(IPPROTO_MPLS),
	WHOLE(IPPROTO_ETHERNET),
	WHOLE(IPPROTO_RAW),
	WHOLE(IPPROTO_MPTCP),
	END,
};

static const struct flag epoll_flags[] = {
	FLAG(EPOLLIN),
	FLAG(EPOLLPRI),
	FLAG(EPOLLOUT),
	FLAG(EPOLLERR),
	FLAG(EPOLLHUP),
	FLAG(EPOLLNVAL),
	FLAG(EPOLLRDNORM),
	FLAG(EPOLLRDBAND),
	FLAG(EPOLLWRNORM),
	FLAG(EPOLLWRBAND),
	FLAG(EPOLLMSG),
	FLAG(EPOLLRDHUP),
	FLAG(EPOLLEXCLUSIVE),
	FLAG(EPOLLWAKEUP),
	FLAG(EPOLLONESHOT),
	FLAG(EPOLLET),
	END,
};

static const struct flag poll_flags[] = {
	FLAG(POLLIN),
	FLAG(POLLPRI),
	FLAG(POLLOUT),
	FLAG(POLLERR),
	FLAG(POLLHUP),
	FLAG(POLLNVAL),
	FLAG(POLLRDNORM),
	FLAG(POLLRDBAND),
	FLAG(POLLWRNORM),
	FLAG(POLLWRBAND),
	FLAG(POLLMSG),
	FLAG(POLLREMOVE),
	FLAG(POLLRDHUP),
	END,
};

static const struct flag mount_flags[] = {
	FLAG(MS_RDONLY),
	FLAG(MS_NOSUID),
	FLAG(MS_NODEV),
	FLAG(MS_NOEXEC),
	FLAG(MS_SYNCHRONOUS),
	FLAG(MS_REMOUNT),
	FLAG(MS_MANDLOCK),
	FLAG(MS_DIRSYNC),
	FLAG(MS_NOSYMFOLLOW),
	FLAG(MS_NOATIME),
	FLAG(MS_NODIRATIME),
	FLAG(MS_BIND),
	FLAG(MS_MOVE),
	FLAG(MS_REC),
	FLAG(MS_SILENT),
	FLAG(MS_POSIXACL),
	FLAG(MS_UNBINDABLE),
	FLAG(MS_PRIVATE),
	FLAG(MS_SLAVE),
	FLAG(MS_SHARED),
	FLAG(MS_RELATIME),
	FLAG(MS_KERNMOUNT),
	FLAG(MS_I_VERSION),
	FLAG(MS_STRICTATIME),
	FLAG(MS_LAZYTIME),
	END,
};

static const struct flag_set sets[] = {
	{ "open", open_flags },
	{ "access", access_flags },
	{ "at", at_flags },
	{ "mode", mode_flags },
	{ "prot", prot_flags },
	{ "mmap", mmap_flags },
	{ "clone", clone_flags },
	{ "msg", msg_flags },
	{ "socktype", socktype_flags },
	{ "af", af_numbers },
	{ "ipproto", ipproto_numbers },
	{ "epoll", epoll_flags },
	{ "poll", poll_flags },
	{ "mount", mount_flags },
	{ "gfp", NULL },
};

const struct flag_set *flag_set_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++)
		if (str_eq(sets[i].name, name))
			return &sets[i];
	return NULL;
}

void flag_set_each(void (*visit)(void *arg, const char *name), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++)
		visit(arg, sets[i].name);
}

bool flag_set_is_gfp(const struct flag_set *set)
{
	return !set->flags;
}

/* Flags of C's int that were extended by their sign on the way. */
static uint64_t without_sign(uint64_t value)
{
	return (int64_t)value < 0 && (int64_t)value >= INT32_MIN ? (uint32_t)value : value;
}

void flag_set_put(struct buffer *out, const struct flag_set *set, uint64_t value)
{
	uint64_t rest = without_sign(value);
	const char *separator = "";

	for (const struct flag *f = set->flags; f && f->name; f++) {
		uint64_t mask = f->mask == UINT32_MAX ? UINT64_MAX : f->mask;

		if ((rest & mask) != f->value)
			continue;
		buffer_printf(out, "%s%s", separator, f->name);
		separator = "|";
		rest &= ~mask;
	}
	if (rest)
		buffer_printf(out, "%s0x%llx", separator, (unsigned long long)rest);
	else if (!*separator)
		buffer_putc(out, '0');
}
