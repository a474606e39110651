/* runtime/cli/doctor.c - `sonde doctor`: one check a row, each of which tries the thing itself, and
 * says what to do where it cannot be had.  What providers need, they say themselves.  Called by
 * main(). */
#include "runtime/cli/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/cache.h"
#include "probes/kernel_feature.h"
#include "probes/machine.h"
#include "probes/provider.h"
#include "runtime/base/file_access.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/put.h"
#include "runtime/privileges.h"

enum state {
	STATE_OK,
	STATE_LIMITED,          /* programs run; something goes another way, or is refused */
	STATE_MISSING,          /* what needs it cannot be had */
	STATE_BROKEN,           /* no program could run */
};

static const char *const state_names[] = { [STATE_OK] = "ok",
	[STATE_LIMITED] = "limited",
	[STATE_MISSING] = "missing",
	[STATE_BROKEN] = "broken" };

/* What a check finds. */
struct finding {
	struct arena *arena;
	bool is_privileged;     /* else what the kernel refuses may be refused to this user alone */
	enum state state;
	const char *found;
	const char *fix;        /* NULL: nothing is to be done */
};

static void find(struct finding *f, enum state state, const char *found, const char *fix)
{
	f->state = state;
	f->found = found;
	f->fix = fix;
}

static void check_kernel(struct finding *f)
{
	struct utsname u;

	uname(&u);
	find(f, STATE_OK, arena_printf(f->arena, "%s %s, %s", u.sysname, u.release, u.machine),
		NULL);
}

static void check_privileges(struct finding *f)
{
	struct buffer missing = { 0 };

	privileges_put_missing(&missing);
	if (missing.len)
		find(f, STATE_BROKEN, arena_printf(f->arena, "missing %s", buffer_text(&missing)),
			"run sonde as root (sudo sonde ...), or give the program these capabilities");
	else if (!privileges_have(CAP_SYS_PTRACE))
		find(f, STATE_LIMITED,
			"without CAP_SYS_PTRACE processes of other users cannot be looked into: their stacks have no names",
			"run sonde as root, or give the program CAP_SYS_PTRACE");
	else
		find(f, STATE_OK, "all that is needed", NULL);
	buffer_free(&missing);
}

static void check_compiler(struct finding *f)
{
	const char *path = compiler_path(f->arena);

	if (path)
		find(f, STATE_OK, path, NULL);
	else
		find(f, STATE_LIMITED,
			"sonde-compile is neither beside sonde nor in ../libexec/sonde: only images can be run",
			"install sonde as a whole; images are made by 'sonde build' on a machine that has it");
}

/* The first line of a small file of the kernel; "" when it cannot be read. */
static const char *read_line(struct arena *a, const char *path)
{
	char line[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, line, sizeof(line) - 1) : -1;

	if (fd >= 0)
		close(fd);
	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return arena_strdup(a, line);
}

#define SECURITYFS "/sys/kernel/security"

static void check_lockdown(struct finding *f)
{
	const char *modes = read_line(f->arena, SECURITYFS "/lockdown");
	struct statfs fs;

	if (strstr(modes, "[confidentiality]"))
		find(f, STATE_LIMITED,
			"confidentiality: programs may not read the kernel's memory, only arguments and results that are numbers",
			"boot with lockdown=integrity or without it; Secure Boot may be what asks for it");
	else if (strstr(modes, "[integrity]"))
		find(f, STATE_LIMITED,
			"integrity: programs may not write to the memory of processes",
			"boot without lockdown= for those that are to");
	else if (!*modes && !statfs(SECURITYFS, &fs) && fs.f_type != SECURITYFS_MAGIC)
		find(f, STATE_OK, "cannot be seen: securityfs is not mounted",
			"mount -t securityfs none " SECURITYFS);
	else
		find(f, STATE_OK, *modes ? "none" : "this kernel has none", NULL);
}

static void check_memory_limit(struct finding *f)
{
	struct rlimit limit;
	unsigned major = 0, minor = 0;
	struct utsname u;

	uname(&u);
	sscanf(u.release, "%u.%u", &major, &minor);
	/* since 5.11 maps count against the memory of their cgroup */
	if (getrlimit(RLIMIT_MEMLOCK, &limit) || limit.rlim_max == RLIM_INFINITY || major > 5 ||
		(major == 5 && minor >= 11))
		find(f, STATE_OK, "no limit for maps", NULL);
	else
		find(f, STATE_LIMITED,
			arena_printf(f->arena, "maps count against a limit of %llu bytes",
				(unsigned long long)limit.rlim_max),
			"raise it: ulimit -l unlimited");
}

static void check_ring(struct finding *f)
{
	int fd = bpf_map_make(&(struct bpf_map_spec){
		.type = BPF_MAP_TYPE_RINGBUF,
		.max_entries = MACHINE_RING_SMALL,
		.name = "doctor",
	});

	if (fd >= 0) {
		close(fd);
		find(f, STATE_OK, "can be made", NULL);
		return;
	}
	find(f, STATE_BROKEN, arena_printf(f->arena, "cannot be made: %s", strerror(-fd)),
		fd == -EPERM ? "see privileges; a container must be given them, too"
			: "a kernel of 5.8 or newer has them");
}

static void check_types(struct finding *f)
{
	size_t modules = 0;

	if (!kernel_btf()) {
		find(f, STATE_LIMITED,
			"this kernel does not describe its types: structs and functions cannot be used by name",
			"boot a kernel with CONFIG_DEBUG_INFO_BTF=y, or name a file with its types: --btf=FILE");
		return;
	}
	kernel_btf_modules(&modules);
	find(f, STATE_OK,
		arena_printf(f->arena, "%u types, and those of %zu module%s", kernel_btf()->count,
			modules, modules == 1 ? "" : "s"),
		NULL);
}

static void check_tracefs(struct finding *f)
{
	struct probe_error err = { 0 };
	const char *path = machine_tracefs(&err);

	if (path)
		find(f, STATE_OK, path, NULL);
	else
		find(f, STATE_LIMITED, arena_strdup(f->arena, err.message),
			arena_strdup(f->arena, err.hint));
}

static void check_perf(struct finding *f)
{
	const char *paranoid = read_line(f->arena, "/proc/sys/kernel/perf_event_paranoid");

	/* of all processes, as timers and samples are */
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.disabled = true,
	};
	long fd = syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd >= 0)
		close((int)fd);
	if (fd >= 0)
		find(f, STATE_OK, "can be opened", NULL);
	else
		find(f, STATE_LIMITED,
			arena_printf(f->arena,
				"cannot be opened (perf_event_paranoid is %s): no timers, no samples",
				*paranoid ? paranoid : "absent"),
			"run sonde as root, or: sysctl kernel.perf_event_paranoid=1");
}

static void check_accounting(struct finding *f)
{
	int fd = bpf_accounting_open();

	if (fd >= 0) {
		close(fd);
		find(f, STATE_OK, "the kernel counts what programs take", NULL);
		return;
	}
	find(f, STATE_MISSING,
		arena_printf(f->arena,
			"the kernel does not count what programs take: %s: no --stats, no --max-overhead",
			strerror(-fd)),
		fd == -EPERM ? "run sonde with CAP_SYS_ADMIN" : "a kernel of 5.8 or newer does");
}

static void check_cgroups(struct finding *f)
{
	bool unified = !file_access("/sys/fs/cgroup/cgroup.controllers", F_OK),
	     hybrid = !file_access("/sys/fs/cgroup/unified/cgroup.controllers", F_OK);
	struct stat st;

	if (unified)
		find(f, STATE_OK, "version 2", NULL);
	else if (hybrid)
		find(f, STATE_OK,
			"version 1, with an empty tree of version 2 beside it (hybrid): cgroup is the same for all processes",
			NULL);
	else if (!stat("/sys/fs/cgroup", &st) && st.st_nlink > 2)
		find(f, STATE_OK, "version 1", NULL);
	else
		find(f, STATE_LIMITED, "none are mounted", "mount -t cgroup2 none /sys/fs/cgroup");
}

static void check_debug_files(struct finding *f)
{
	DIR *dir = opendir("/usr/lib/debug/.build-id");
	size_t count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	if (count > 2)
		find(f, STATE_OK, "separate debug files are installed in /usr/lib/debug", NULL);
	else
		find(f, STATE_OK,
			"no separate debug files in /usr/lib/debug: programs that were stripped show exported functions and addresses",
			"install the debug packages (-dbgsym, -debuginfo) of what is to be traced by type, line or local function");
}

static void check_cache(struct finding *f)
{
	char path[4096];
	bool there = cache_directory(path, sizeof(path), NULL);
	int fd = there ? cache_open_directory(path, true) : -1;
	const char *why = there ? cache_problem(path) : NULL;

	if (fd >= 0) {
		close(fd);
		find(f, STATE_OK, arena_strdup(f->arena, path), NULL);
		return;
	}
	find(f, STATE_LIMITED,
		there ? arena_printf(f->arena, "'%s' is not used: %s", path,
				why ? why : "it cannot be made")
					: "there is no place for it: neither SONDE_CACHE_DIR, XDG_CACHE_HOME nor HOME is set",
		"sonde then looks at the kernel and compiles anew at every start; set SONDE_CACHE_DIR, or mend the directory");
}

static const struct check {
	const char *name;
	void (*run)(struct finding *f);
} checks[] = {
	{ "kernel", check_kernel },
	{ "privileges", check_privileges },
	{ "lockdown", check_lockdown },
	{ "compiler", check_compiler },
	{ "event ring", check_ring },
	{ "locked memory", check_memory_limit },
	{ "types", check_types },
	{ "tracefs", check_tracefs },
	{ "perf events", check_perf },
	{ "run-time accounting", check_accounting },
	{ "cgroups", check_cgroups },
	{ "debug files", check_debug_files },
	{ "cache", check_cache },
};

static void put_check(struct buffer *out, const char *name, const struct finding *f)
{
	const struct put_member members[] = { { "name", name }, { "state", state_names[f->state] },
		{ "found", f->found }, { "fix", f->fix } };

	put_record(out, "check", members, ARRAY_SIZE(members));
}

static void put_line(struct buffer *out, const char *name, const struct finding *f)
{
	buffer_printf(out, "%-20s %-8s %s\n", name, state_names[f->state], f->found);
	if (f->fix)
		buffer_printf(out, "%-29s fix: %s\n", "", f->fix);
}

/* The worst state so far is kept. */
static void put(const struct options *o, struct buffer *out, const char *name,
	const struct finding *f, enum state *worst)
{
	(o->sink->structured ? put_check : put_line)(out, name, f);
	*worst = MAX_OF(*worst, f->state);
}

#define UNTRIED "cannot be tried without privileges: %s"

static void check_provider(const struct provider *p, struct finding *f)
{
	struct probe_error err = { 0 };

	if (!p->available(p, &err))
		find(f, STATE_OK, p->help, NULL);
	else if (!f->is_privileged)
		find(f, STATE_MISSING, arena_printf(f->arena, UNTRIED, p->help), "see privileges");
	else
		find(f, STATE_MISSING, arena_strdup(f->arena, err.message),
			err.hint[0] ? arena_strdup(f->arena, err.hint) : NULL);
}

static void check_feature(enum kernel_feature feature, struct finding *f)
{
	const char *help = kernel_feature_help(feature);

	if (kernel_feature_there(feature))
		find(f, STATE_OK, help, NULL);
	else if (!f->is_privileged)
		find(f, STATE_LIMITED, arena_printf(f->arena, UNTRIED, help), "see privileges");
	else
		find(f, STATE_LIMITED, arena_printf(f->arena, "not there: %s", help),
			"nothing need be done: each place is attached by itself");
}

static bool is_privileged(void)
{
	struct buffer missing = { 0 };
	bool nothing;

	privileges_put_missing(&missing);
	nothing = !missing.len;
	buffer_free(&missing);
	return nothing;
}

int doctor_run(const struct options *o, struct buffer *out)
{
	const struct finding unknown = { .arena = o->arena, .is_privileged = is_privileged() };
	enum state worst = STATE_OK;

	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		struct finding f = unknown;

		checks[i].run(&f);
		put(o, out, checks[i].name, &f, &worst);
	}
	for (size_t i = 0; providers[i]; i++) {
		struct finding f = unknown;

		if (!providers[i]->available)
			continue;
		check_provider(providers[i], &f);
		put(o, out, providers[i]->name, &f, &worst);
	}
	for (enum kernel_feature i = 0; i < KERNEL_FEATURE_COUNT; i++) {
		struct finding f = unknown;

		check_feature(i, &f);
		put(o, out, kernel_feature_name(i), &f, &worst);
	}
	return worst == STATE_BROKEN ? EXIT_CODE_ENVIRONMENT : 0;
}
