/* runtime/cli/info.c - `sonde --info`: names and values in sections, as users of the language know
 * them; `sonde doctor` is for people.  What is told of the kernel is asked of it.  Called by
 * main(). */
#include "runtime/cli/info.h"

#include <linux/btf.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/kernel_feature.h"
#include "probes/machine.h"
#include "probes/provider.h"
#include "runtime/base/file_access.h"
#include "runtime/base/util.h"
#include "runtime/cli/options.h"

/* Of the sections in two columns. */
#define COLUMN 35
/* BPF_COMPLEXITY_LIMIT_INSNS (linux/bpf.h), since Linux 5.2 */
#define INSTRUCTION_LIMIT "1000000"

static const char *yes(bool is)
{
	return is ? "yes" : "no";
}

/* A helper's number has a name among the kernel's types. */
static const char *has_helper(const struct options *o, const char *enumerator)
{
	(void)o;
	return yes(kernel_btf() && kernel_btf_find_enumerator(kernel_btf(), enumerator));
}

static const char *has_provider(const struct options *o, const char *name)
{
	const struct provider *p = provider_find(name);
	struct probe_error err = { 0 };

	(void)o;
	return yes(!p->available || !p->available(p, &err));
}

static const char *has_btf(const struct options *o, const char *unused)
{
	(void)o;
	(void)unused;
	return yes(kernel_btf());
}

static const char *has_struct(const struct options *o, const char *name)
{
	(void)o;
	return yes(machine_btf_type(BTF_KIND_STRUCT, name));
}

static const char *has_feature(const struct options *o, const char *name)
{
	return yes(kernel_feature_usable(kernel_feature_find(name), o->forbidden));
}

static const char *has_file(const struct options *o, const char *path)
{
	(void)o;
	return yes(!file_access(path, F_OK));
}

static const char *os(const struct options *o, const char *unused)
{
	struct utsname u;

	(void)unused;
	uname(&u);
	return arena_printf(o->arena, "%s %s %s", u.sysname, u.release, u.version);
}

static const char *arch(const struct options *o, const char *unused)
{
	struct utsname u;

	(void)unused;
	uname(&u);
	return arena_strdup(o->arena, u.machine);
}

static const char *as_it_is(const struct options *o, const char *value)
{
	(void)o;
	return value;
}

static const struct fact {
	const char *name;       /* NULL: a section of that title begins */
	const char *(*value)(const struct options *o, const char *about);
	const char *about;
} facts[] = {
	{ NULL, NULL, "System" },
	{ "OS", os, NULL },
	{ "Arch", arch, NULL },
	{ NULL, NULL, "Build" },
	{ "version", as_it_is, "v" SONDE_VERSION },
	{ "LLVM", as_it_is, SONDE_LLVM_VERSION },
	{ "bfd", as_it_is, "no" },
	{ "libdw (DWARF support)", as_it_is, "yes" },
	{ "libsystemd (systemd notify support)", as_it_is, "yes" },
	{ "blazesym (advanced symbolization)", as_it_is, "no" },
	{ "dwunwind (DWARF stack unwinding)", as_it_is, "yes" },
	{ NULL, NULL, "Kernel helpers" },
	{ "dpath", has_helper, "BPF_FUNC_d_path" },
	{ "get_tai_ns", has_helper, "BPF_FUNC_ktime_get_tai_ns" },
	{ "get_func_ip", has_helper, "BPF_FUNC_get_func_ip" },
	{ "lookup_percpu_elem", has_helper, "BPF_FUNC_map_lookup_percpu_elem" },
	{ "loop", has_helper, "BPF_FUNC_loop" },
	{ NULL, NULL, "Kernel features" },
	{ "Instruction limit", as_it_is, INSTRUCTION_LIMIT },
	{ "btf", has_btf, NULL },
	{ "module btf", has_struct, "btf_module" },
	{ NULL, NULL, "Probe types" },
	{ "kprobe_multi", has_feature, "kprobe_multi" },
	{ "uprobe_multi", has_feature, "uprobe_multi" },
	{ "kprobe_session", has_feature, "kprobe_session" },
	{ "iter", has_struct, "bpf_iter_meta" },
	{ "fentry", has_provider, "fentry" },
	{ "kprobe", has_provider, "kprobe" },
	{ "cgroups", has_file, "/sys/fs/cgroup" },
};

/* The first two sections have a line for each fact. */
#define LISTED_SECTIONS 2

void info_put(const struct options *o, struct buffer *out)
{
	unsigned section = 0;
	bool beside = false;    /* the fact is the second one of its line */

	for (size_t i = 0; i < ARRAY_SIZE(facts); i++) {
		const struct fact *f = &facts[i];
		size_t start = out->len;

		if (!f->name) {
			buffer_printf(out, "%s%s\n", section ? "\n" : "", f->about);
			section++;
			continue;
		}
		buffer_printf(out, "%s%s: %s", beside ? "" : "  ", f->name, f->value(o, f->about));
		beside = !beside && section > LISTED_SECTIONS && i + 1 < ARRAY_SIZE(facts) &&
			facts[i + 1].name && out->len - start < COLUMN;
		if (beside)
			buffer_fill(out, ' ', COLUMN - (out->len - start));
		else
			buffer_putc(out, '\n');
	}
}
