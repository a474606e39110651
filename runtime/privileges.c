/* runtime/privileges.c - names the privileges that are missing, and raises limits.  Called first by
 * runtime/session.c. */
#include "runtime/privileges.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/base/buffer.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"

/* Debian 12's header is older than none of these, other systems' may be. */
#ifndef CAP_PERFMON
#define CAP_PERFMON 38
#endif
#ifndef CAP_BPF
#define CAP_BPF 39
#endif

/* What a process without CAP_SYS_ADMIN needs. */
static const struct {
	unsigned number;
	const char *name;
	bool users_only;        /* root may read everything anyway */
} needed[] = {
	{ CAP_BPF, "CAP_BPF", false },
	{ CAP_PERFMON, "CAP_PERFMON", false },
	{ CAP_DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH", true },
};

/* The kernel lets programs in by the capabilities of its first user namespace: USER_NS_INIT_INO of
 * linux/nsfs.h, since Linux 3.8. */
static bool is_in_namespace(void)
{
	static const char first[] = "user:[4026531837]";
	char own[sizeof(first) + 16];
	ssize_t len = readlink("/proc/self/ns/user", own, sizeof(own));

	return len > 0 && ((size_t)len != strlen(first) || memcmp(own, first, strlen(first)));
}

static uint64_t effective_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };

	if (is_in_namespace() || syscall(SYS_capget, &header, data) < 0)
		return 0;
	return data[0].effective | (uint64_t)data[1].effective << 32;
}

bool privileges_have(unsigned capability)
{
	return effective_capabilities() >> capability & 1;
}

static void raise_limit(int which, bool unlimited)
{
	struct rlimit limit;

	if (getrlimit(which, &limit) < 0)
		return;
	if (unlimited && setrlimit(which, &(struct rlimit){ RLIM_INFINITY, RLIM_INFINITY }) == 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(which, &limit);
}

void privileges_put_missing(struct buffer *out)
{
	uint64_t have = effective_capabilities();
	bool admin = have >> CAP_SYS_ADMIN & 1, user = geteuid() != 0;

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		if (have >> needed[i].number & 1 || (needed[i].users_only ? !user : admin))
			continue;
		buffer_printf(out, "%s%s", out->len ? ", " : "", needed[i].name);
	}
	if (out->len && is_in_namespace())
		buffer_puts(out, " (what a user namespace gives does not count)");
}

int privileges_check(void)
{
	struct buffer missing = { 0 };

	privileges_put_missing(&missing);
	if (missing.len) {
		log_error("privileges: missing %s; run it as root (sudo sonde ...), or give the "
			  "program these capabilities",
			buffer_text(&missing));
		buffer_free(&missing);
		return -EPERM;
	}
	raise_limit(RLIMIT_MEMLOCK, true);      /* kernels before 5.11 count maps against it */
	raise_limit(RLIMIT_NOFILE, false);
	return 0;
}
