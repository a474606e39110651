/* probes/machine.c - facts of this machine, each looked up when first asked for and then kept: file
 * systems that tracing needs, CPUs, namespaces, kernel types.  Asked by the providers, the
 * compiler's rows and the runtime. */
#include "probes/machine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/cpus.h"
#include "runtime/base/file_access.h"
#include "runtime/base/util.h"

#define TRACEFS "/sys/kernel/tracing"
#define TRACEFS_OLD "/sys/kernel/debug/tracing"
#define BPFFS "/sys/fs/bpf"
#define BPFFS_MAGIC 0xcafe4a11
#define RING_LARGE (8u << 20)
#define RING_SHARE 64           /* at most this part of the free memory */
/* inode number that the kernel gives the first pid namespace */
#define INITIAL_PID_NAMESPACE 0xeffffffc

/* Mount a file system of the kernel's own at its place. */
static int mount_own(const char *type, const char *dir, struct probe_error *err)
{
	if (!mount(type, dir, type, MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) || errno == EBUSY)
		return 0;
	int why = errno;

	if (why == ENOENT || why == ENODEV) {
		int ret = probe_fail(err, PROBE_UNSUPPORTED,
			"%s cannot be mounted at %s: this kernel does not have it", type, dir);

		probe_hint(err, "use a kernel that was built with %s",
			str_eq(type, "tracefs") ? "CONFIG_FTRACE" : "CONFIG_BPF_SYSCALL");
		return ret;
	}
	int ret = probe_fail(err, PROBE_UNSUPPORTED,
		"%s is not mounted and cannot be mounted here: %s", type, strerror(why));

	probe_hint(err, "run as root: mount -t %s %s %s", type, type, dir);
	return ret;
}

const char *machine_tracefs(struct probe_error *err)
{
	static const char *found;

	if (found)
		return found;
	if (!file_access(TRACEFS "/events", R_OK | X_OK))
		return found = TRACEFS;
	if (errno == ENOENT && !file_access(TRACEFS_OLD "/events", R_OK | X_OK))
		return found = TRACEFS_OLD;
	if (file_access(TRACEFS, X_OK) && errno == EACCES) {
		probe_fail(
			err, PROBE_UNSUPPORTED, "%s cannot be read: %s", TRACEFS, strerror(EACCES));
		probe_hint(err, "run as root");
		return NULL;
	}
	if (mount_own("tracefs", TRACEFS, err))
		return NULL;
	if (file_access(TRACEFS "/events", R_OK | X_OK)) {
		probe_fail(err, PROBE_UNSUPPORTED, "%s/events cannot be read: %s", TRACEFS,
			strerror(errno));
		probe_hint(err, "run as root, on a kernel with CONFIG_EVENT_TRACING");
		return NULL;
	}
	return found = TRACEFS;
}

int machine_bpffs(struct probe_error *err)
{
	struct statfs fs;

	if (!statfs(BPFFS, &fs) && (uint32_t)fs.f_type == BPFFS_MAGIC)
		return 0;
	return mount_own("bpf", BPFFS, err);
}

uint32_t machine_possible_cpus(void)
{
	static uint32_t count;

	if (!count) {
		char text[CPUS_TEXT];

		cpus_read(CPUS_POSSIBLE, text);
		count = MAX_OF(cpus_count(text), 1);
	}
	return count;
}

uint32_t machine_ring_bytes(void)
{
	uint32_t size = RING_LARGE;
	struct sysinfo memory;

	if (sysinfo(&memory) < 0)
		return MACHINE_RING_SMALL;
	while (size > MACHINE_RING_SMALL &&
		size > (uint64_t)memory.freeram * memory.mem_unit / RING_SHARE)
		size /= 2;
	return size;
}

bool machine_initial_pid_namespace(uint64_t *dev, uint64_t *ino)
{
	struct stat st;

	*dev = 0;
	*ino = 0;
	if (stat("/proc/self/ns/pid", &st))
		return true;
	/* the kernel's dev_t: 12 bits of major over 20 bits of minor */
	*dev = (uint64_t)major(st.st_dev) << 20 | minor(st.st_dev);
	*ino = st.st_ino;
	return st.st_ino == INITIAL_PID_NAMESPACE;
}

bool machine_randomizes_addresses(void)
{
	FILE *f = fopen("/proc/sys/kernel/randomize_va_space", "re");
	int how = f ? getc(f) : EOF;

	if (f)
		fclose(f);
	return how != '0';
}

const struct kernel_btf *machine_need_btf(
	const char *provider, const char *instead, struct probe_error *err)
{
	const struct kernel_btf *b = kernel_btf();

	if (!b) {
		probe_fail(err, PROBE_UNSUPPORTED,
			"%s probes need the kernel's type information, and /sys/kernel/btf/vmlinux is not there",
			provider);
		probe_hint(err, "use %s", instead);
	}
	return b;
}

/* What was asked of BTF already: every system call probe asks for the same few. */
struct btf_answer {
	char key[112];
	int value;
	uint32_t size;
};

static struct btf_answer *answer_slot(const char *key, bool *known)
{
	static struct btf_answer answers[32];
	static unsigned used;

	for (unsigned i = 0; i < MIN_OF(used, ARRAY_SIZE(answers)); i++) {
		if (str_eq(answers[i].key, key)) {
			*known = true;
			return &answers[i];
		}
	}
	*known = false;
	struct btf_answer *a = &answers[used++ % ARRAY_SIZE(answers)];

	memset(a, 0, sizeof(*a));
	snprintf(a->key, sizeof(a->key), "%s", key);
	return a;
}

uint32_t machine_btf_type(unsigned kind, const char *name)
{
	const struct kernel_btf *b = kernel_btf();
	char key[sizeof(((struct btf_answer *)0)->key)];
	bool known;

	if (!b)
		return 0;
	if (snprintf(key, sizeof(key), "%u %s", kind, name) >= (int)sizeof(key))
		return kernel_btf_find(b, kind, name);
	struct btf_answer *a = answer_slot(key, &known);

	if (!known)
		a->value = (int)kernel_btf_find(b, kind, name);
	return (uint32_t)a->value;
}

int machine_btf_member(const char *struct_name, const char *member, uint32_t *size)
{
	const struct kernel_btf *b = kernel_btf();
	char key[sizeof(((struct btf_answer *)0)->key)];
	bool known;

	if (!b)
		return -1;
	if (snprintf(key, sizeof(key), "%s.%s", struct_name, member) >= (int)sizeof(key))
		return kernel_btf_member(
			b, kernel_btf_find(b, BTF_KIND_STRUCT, struct_name), member, size);
	struct btf_answer *a = answer_slot(key, &known);

	if (!known)
		a->value = kernel_btf_member(
			b, kernel_btf_find(b, BTF_KIND_STRUCT, struct_name), member, &a->size);
	if (size)
		*size = a->size;
	return a->value;
}
