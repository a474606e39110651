/* probes/kprobe.c - kprobe and kretprobe: entry and return of a function of the kernel, with its registers.  Three mechanisms: the trampoline of fentry where
 * the body needs no registers, one kprobe_multi link for the functions of a wildcard, a perf event for the rest.  Rows of the provider table. */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/function.h"
#include "probes/kfunctions.h"
#include "probes/perf.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define KPROBE_EVENTS "/sys/bus/event_source/devices/kprobe"

#if defined(__x86_64__)
static const uint16_t word_offset[] = { 112, 104, 96, 88, 72, 64 };    /* di si dx cx r8 r9 */
#define RETVAL_OFFSET 80                                                /* ax */
#elif defined(__aarch64__)
static const uint16_t word_offset[] = { 0, 8, 16, 24, 32, 40, 48, 56 };
#define RETVAL_OFFSET 0
#endif

/* target_text, target_number */
enum { TEXT_FUNCTION, TEXT_MODULE };
enum { NUMBER_OFFSET, NUMBER_RETURN, NUMBER_MECHANISM };
enum mechanism { BY_PERF, BY_MULTI, BY_FENTRY };

static const char *const mechanism_names[] = { [BY_PERF] = "kprobe", [BY_MULTI] = "kprobe_multi", [BY_FENTRY] = "fentry" };

static bool is_return(const struct probe_spec *spec)
{
	return spec->provider == &kretprobe_provider;
}

static int kprobe_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	return function_parse(spec, a, !is_return(spec), err);
}

static bool has_perf(void)
{
	return access(KPROBE_EVENTS, F_OK) == 0;
}

static int refuse(const char *name, struct probe_error *err)
{
	int ret = probe_fail(err, PROBE_UNSUPPORTED, "%s probes cannot be had: this kernel was built without CONFIG_KPROBES", name);

	probe_hint(err, "use a tracepoint near that function: sonde -l 'tracepoint:*:*' or sonde -l 'rawtracepoint:*' lists them");
	return ret;
}

static int check_offset(const struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *name = kernel_function_name(spec, a);
	uint64_t size, offset = spec->numbers[FUNCTION_NUMBER_OFFSET];

	if (!offset || !kernel_function_address(spec->part_count == 2 ? spec->parts[0] : NULL, name, &size) || !size || offset < size)
		return 0;
	return probe_fail_part(err, spec, spec->part_count - 1, PROBE_UNSUPPORTED, "offset %llu is outside of function '%s', which has %llu bytes",
			       (unsigned long long)offset, name, (unsigned long long)size);
}

static int kprobe_available(const struct provider *p, struct probe_error *err)
{
	return has_perf() || function_tracing_works(p->name, NULL) ? 0 : refuse(p->name, err);
}

static int kprobe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit, void *arg, struct probe_error *err)
{
	int ret = kernel_functions_list(spec, a, visit, arg, err);

	return ret ? ret : check_offset(spec, a, err);
}

/* True when the type says where every argument is: then `args` can be had, from registers as from the trampoline. */
static bool has_args(const struct probe_spec *spec, struct arena *a, struct function_type *type)
{
	const char *module = spec->parts[FUNCTION_PART_MODULE];

	return !spec->numbers[FUNCTION_NUMBER_OFFSET] && module && function_type_of(spec, a, type) && type->simple;
}

static int kprobe_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out, struct probe_error *err)
{
	struct function_type type;

	(void)err;
	*out = (struct probe_carries){ .has_registers = true };
	if (is_return(spec)) {
		out->retval = &type_raw;
		return 0;
	}
	out->word_count = ARRAY_SIZE(word_offset);
	if (has_args(spec, a, &type)) {
		out->has_args = true;
		out->args = type.args;
		out->arg_count = type.arg_count;
	}
	return 0;
}

/* Why the trampoline of fentry would not do the same; NULL when it would. */
static const char *not_by_fentry(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct function_type *type)
{
	bool typed = has_args(spec, a, type);

	if (spec->numbers[FUNCTION_NUMBER_OFFSET])
		return "the probe is inside of the function";
	if (use->ctx)
		return "the body uses registers";
	if (!typed)
		return "the type of the function is not known, or not all of its arguments are in registers";
	if (use->words >> type->slot_count)
		return "the body uses more arguments than the function has";
	if (use->retval && !type->retval)
		return "the function returns nothing";
	if (!function_tracing_works(spec->provider->name, NULL))
		return "this kernel refuses fentry programs";
	int fd = bpf_call_load_tracing(is_return(spec), type->id, type->module);

	if (fd < 0)
		return "this kernel refuses fentry programs on that function";
	close(fd);
	return NULL;
}

static const char *not_by_multi(const struct probe_spec *spec)
{
	if (spec->numbers[FUNCTION_NUMBER_OFFSET])
		return "the probe is inside of the function";
	return bpf_call_has_kprobe_multi() ? NULL : "this kernel has no kprobe_multi links";
}

static int choose(const struct probe_spec *spec, const struct probe_use *use, const char *no_fentry, enum mechanism *out, struct probe_error *err)
{
	const char *why[] = {
		[BY_PERF] = has_perf() ? NULL : "this kernel was built without CONFIG_KPROBES", [BY_MULTI] = not_by_multi(spec), [BY_FENTRY] = no_fentry,
	};
	static const enum mechanism one[] = { BY_FENTRY, BY_PERF, BY_MULTI }, many[] = { BY_MULTI, BY_PERF, BY_FENTRY };
	const enum mechanism *order = spec->numbers[FUNCTION_NUMBER_WILD] ? many : one;

	for (size_t i = 0; i < ARRAY_SIZE(one); i++) {
		*out = order[i];
		if (use->attach_by && !str_eq(use->attach_by, mechanism_names[*out]))
			continue;
		if (!why[*out])
			return 0;
		if (use->attach_by) {
			int ret = probe_fail(err, PROBE_UNSUPPORTED, "'%s' cannot be attached by %s, which attach_by asks for: %s", spec->text,
					     use->attach_by, why[*out]);

			probe_hint(err, "attach_by=auto chooses what there is");
			return ret;
		}
	}
	return refuse(spec->provider->name, err);
}

/* Where arguments and result are in the registers. */
static void plan_registers(const struct function_type *type, struct arena *a, struct probe_plan *out)
{
	struct access *args = arena_new_array(a, struct access, type->arg_count + 1);
	struct access *words = arena_new_array(a, struct access, ARRAY_SIZE(word_offset));

	for (size_t i = 0; i < ARRAY_SIZE(word_offset); i++)
		words[i] = (struct access){ .kind = ACCESS_CTX, .offset = word_offset[i], .size = 8 };
	for (uint32_t i = 0; i < type->arg_count && type->slots[i] < ARRAY_SIZE(word_offset); i++)
		args[i] = (struct access){ .kind = ACCESS_CTX, .offset = word_offset[type->slots[i]], .size = type->args[i].type->size };
	out->args = args;
	out->words = words;
	out->retval = (struct access){ .kind = ACCESS_CTX, .offset = RETVAL_OFFSET, .size = 8 };
	out->prog_type = BPF_PROG_TYPE_KPROBE;
	out->filterable = true;
	out->nests = true;
}

static const char *mechanism_text(const struct probe_spec *spec, enum mechanism by, const char *no_fentry, struct arena *a)
{
	switch (by) {
	case BY_FENTRY:
		return is_return(spec) ? "fexit, cheaper than a kretprobe" : "fentry, cheaper than a breakpoint";
	case BY_MULTI:
		return "kprobe_multi link";
	case BY_PERF:
		break;
	}
	return no_fentry ? arena_printf(a, "perf %s, not fentry: %s", spec->provider->name, no_fentry) : arena_printf(a, "perf %s", spec->provider->name);
}

static int kprobe_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	const char *name = kernel_function_name(spec, a), *module = spec->parts[FUNCTION_PART_MODULE];
	bool wild = spec->numbers[FUNCTION_NUMBER_WILD];
	struct function_type type = { 0 };
	enum mechanism by;
	/* a program for every function of a wildcard costs more than it saves, so the kernel is not asked for each */
	bool ask = !wild || !has_perf() || (use->attach_by && str_eq(use->attach_by, "fentry"));
	const char *no_fentry = ask ? not_by_fentry(spec, use, a, &type) : "the probe is one of many";
	int ret = choose(spec, use, no_fentry, &by, err);

	if (ret)
		return ret;
	if (!ask)
		has_args(spec, a, &type);
	*out = (struct probe_plan){
		.mechanism = mechanism_text(spec, by, no_fentry, a),
		.hook = arena_printf(a, "%s:%s:%s+%llu %s", spec->provider->name, module, name,
				     (unsigned long long)spec->numbers[FUNCTION_NUMBER_OFFSET], mechanism_names[by]),
		.stage = PROBE_STAGE_ATTACH, .target_text = { name, module },
		.target_number = { spec->numbers[FUNCTION_NUMBER_OFFSET], is_return(spec), by },
	};
	if (by == BY_FENTRY) {
		function_tracing_plan(&type, is_return(spec), a, out);
		/* the whole register, as a kretprobe would see it */
		if (type.retval)
			out->retval.size = 8;
	} else {
		plan_registers(&type, a, out);
		out->attach_type = by == BY_MULTI ? BPF_TRACE_KPROBE_MULTI : 0;
	}
	return 0;
}

static int perf_type(void)
{
	char text[16] = "";
	int fd = open(KPROBE_EVENTS "/type", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 ? atoi(text) : -ENOENT;
}

static bool of_kernel(const struct attach_request *req)
{
	const char *module = req->target_text[TEXT_MODULE];

	return !module || !*module || str_eq(module, KERNEL_ITSELF);
}

/* What the kernel's answers mean here. */
static int explain(const struct attach_request *req, int ret, struct probe_error *err)
{
	static const struct { int error; const char *why, *hint; } known[] = {
		{ ENOENT, "there is no such function any more", "its module may be gone: sonde -l lists what is there" },
		{ ESRCH, "there is no such function any more", "its module may be gone: sonde -l lists what is there" },
		{ EADDRNOTAVAIL, "several functions have that name", "trace a function that calls it, or one that it calls" },
		{ EILSEQ, "the offset is not at the start of an instruction", "disassemble the function to see where its instructions start" },
		{ EINVAL, "the kernel does not let that place be probed", "it may be on the blacklist: /sys/kernel/debug/kprobes/blacklist" },
		{ EPERM, "not permitted", "run as root, or with CAP_BPF and CAP_PERFMON, on a kernel that is not locked down" },
		{ EACCES, "not permitted", "run as root, or with CAP_BPF and CAP_PERFMON, on a kernel that is not locked down" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (known[i].error != -ret)
			continue;
		probe_fail(err, PROBE_UNSUPPORTED, "probe '%s': cannot attach: %s", req->text, known[i].why);
		probe_hint(err, "%s", known[i].hint);
		return ret;
	}
	probe_fail(err, PROBE_UNSUPPORTED, "probe '%s': cannot attach: %s", req->text, strerror(-ret));
	return ret;
}

/* By name, as far as the kernel finds it by that; functions of modules by address. */
static int attach_perf(const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	const char *name = req->target_text[TEXT_FUNCTION];
	uint64_t offset = req->target_number[NUMBER_OFFSET], address = 0;
	struct perf_target target = { .config = req->target_number[NUMBER_RETURN], .scope = PERF_ANYWHERE, .slow = true };
	int ret = perf_type();

	target.type = (uint32_t)ret;
	if (ret >= 0 && !of_kernel(req) && !(address = kernel_function_address(req->target_text[TEXT_MODULE], name, NULL)))
		ret = -ENOENT;
	if (ret >= 0) {
		target.config1 = address ? 0 : (uint64_t)(uintptr_t)name;
		target.config2 = address + offset;
		ret = perf_attach(req, &target, out, err);
	}
	return ret ? explain(req, ret, err) : 0;
}

/* One link for the functions of the kernel itself, which it finds by name, or for those of modules, by address. */
static int attach_link(const struct attach_request *reqs, uint32_t count, bool kernel, struct attachment *out)
{
	const char **names = mem_alloc(count * sizeof(*names));
	uint64_t *addresses = mem_zalloc(count, sizeof(*addresses));
	uint32_t used = 0;
	int ret = names && addresses ? 0 : -ENOMEM;

	for (uint32_t i = 0; !ret && i < count; i++) {
		if (of_kernel(&reqs[i]) != kernel)
			continue;
		names[used] = reqs[i].target_text[TEXT_FUNCTION];
		if (!kernel)
			addresses[used] = kernel_function_address(reqs[i].target_text[TEXT_MODULE], names[used], NULL);
		if (!kernel && !addresses[used])
			ret = -ESRCH;
		used++;
	}
	if (!ret && used) {
		ret = bpf_call_kprobe_multi(reqs->prog_fd, kernel ? names : NULL, kernel ? NULL : addresses, used,
					    reqs->target_number[NUMBER_RETURN]);
		ret = ret < 0 ? ret : attachment_add(out, ret);
	}
	mem_free(names);
	mem_free(addresses);
	return ret;
}

static int attach_multi(const struct attach_request *reqs, uint32_t count, struct attachment *out)
{
	int ret;

	*out = (struct attachment){ .slow = true };
	ret = attach_link(reqs, count, true, out);
	if (!ret)
		ret = attach_link(reqs, count, false, out);
	if (ret)
		attachment_close(out);
	return ret;
}

static int kprobe_attach(const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int ret;

	switch ((enum mechanism)req->target_number[NUMBER_MECHANISM]) {
	case BY_FENTRY:
		return function_tracing_attach(req, out, err);
	case BY_PERF:
		return attach_perf(req, out, err);
	case BY_MULTI:
		break;
	}
	ret = attach_multi(req, 1, out);
	return ret ? explain(req, ret, err) : 0;
}

/* One link for all; when the kernel does not take it, one by one, so that the one that stands in the way is named. */
static int kprobe_attach_many(const struct attach_request *reqs, uint32_t count, struct attachment *out, struct probe_error *err)
{
	int ret;

	if (reqs->target_number[NUMBER_MECHANISM] == BY_MULTI && count > 1 && !attach_multi(reqs, count, out))
		return (int)count;
	ret = kprobe_attach(reqs, out, err);
	return ret ? ret : 1;
}

const struct provider kprobe_provider = {
	.name = "kprobe", .aliases = "k", .form = "kprobe[:module]:function[+offset]", .help = "entry of a function of the kernel",
	.probetype = "kprobe", .flags = PROVIDER_KERNEL | PROVIDER_WILDCARDS,
	.parse = kprobe_parse, .available = kprobe_available, .list = kprobe_list, .carries = kprobe_carries, .plan = kprobe_plan,
	.attach = kprobe_attach, .attach_many = kprobe_attach_many,
};

const struct provider kretprobe_provider = {
	.name = "kretprobe", .aliases = "kr", .form = "kretprobe[:module]:function", .help = "return of a function of the kernel",
	.probetype = "kretprobe", .flags = PROVIDER_WILDCARDS,
	.parse = kprobe_parse, .available = kprobe_available, .list = kprobe_list, .carries = kprobe_carries, .plan = kprobe_plan,
	.attach = kprobe_attach, .attach_many = kprobe_attach_many,
};
