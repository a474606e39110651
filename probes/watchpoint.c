/* probes/watchpoint.c - watchpoint:address:length:mode: accesses to a place in memory, which the
 * debug registers of the processor notice.  Row of the provider table. */
#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <errno.h>
#include <linux/bpf.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <string.h>

#include "probes/number.h"
#include "probes/perf.h"
#include "probes/rows.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

#define EXAMPLE "watchpoint:0x55d0c0ffee00:8:w"

enum { PART_ADDRESS, PART_LENGTH, PART_MODE };
enum { NUMBER_ADDRESS, NUMBER_LENGTH, NUMBER_TYPE };

/* Accesses that the processor can tell apart, with letters in the order of the alphabet
 * (hw_breakpoint_arch_parse(), arch/.../kernel/hw_breakpoint.c). */
static const struct watch_mode {
	const char *letters;
	uint32_t type;
} modes[] = {
#if defined(__aarch64__)
	{ "r", HW_BREAKPOINT_R },
#endif
	{ "w", HW_BREAKPOINT_W },
	{ "rw", HW_BREAKPOINT_RW },
	{ "x", HW_BREAKPOINT_X },
};

#if defined(__aarch64__)
#define MODES_TEXT "r, w, rw or x"
enum { INSTRUCTION_LENGTH = 4, INSTRUCTION_ALIGN = 4 };
#else
#define MODES_TEXT "w, rw or x: the processor cannot watch reads alone"
/* the length stands for nothing there, but the kernel wants that of a long */
enum { INSTRUCTION_LENGTH = 8, INSTRUCTION_ALIGN = 1 };
#endif

static int parse_address(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *text = spec->parts[PART_ADDRESS];

	if (number_parse(text, &spec->numbers[NUMBER_ADDRESS])) {
		spec->parts[PART_ADDRESS] =
			arena_printf(a, "%llu", (unsigned long long)spec->numbers[NUMBER_ADDRESS]);
		return 0;
	}
	int ret = number_limit(spec, PART_ADDRESS, text, UINT64_MAX, err);

	if (ret)
		return ret;
	ret = probe_fail_part(err, spec, PART_ADDRESS, PROBE_MALFORMED,
		"'%s' is not an address: it must be a number", text);

	if (strstr(text, "+arg"))
		probe_hint(err,
			"what an argument points to cannot be watched by name: print the address in a probe of the function, then watch that, as in " EXAMPLE);
	else
		probe_hint(err,
			"as in " EXAMPLE
			"; nm and /proc/PID/maps, or /proc/kallsyms, tell where variables lie");
	return ret;
}

/* The letters in any order, none twice. */
static const struct watch_mode *mode_find(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		const char *letters = modes[i].letters;

		if (strlen(text) == strlen(letters) && strspn(text, letters) == strlen(text) &&
			strspn(letters, text) == strlen(letters))
			return &modes[i];
	}
	return NULL;
}

static int parse_mode(struct probe_spec *spec, struct probe_error *err)
{
	const struct watch_mode *mode = mode_find(spec->parts[PART_MODE]);

	if (!mode)
		return probe_fail_part(err, spec, PART_MODE, PROBE_MALFORMED,
			"'%s' is not a mode of watchpoint: there are " MODES_TEXT,
			spec->parts[PART_MODE]);
	spec->parts[PART_MODE] = mode->letters;
	spec->numbers[NUMBER_TYPE] = mode->type;
	return 0;
}

/* Behind parse_mode(). */
static int parse_length(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	const char *text = spec->parts[PART_LENGTH];
	uint64_t *len = &spec->numbers[NUMBER_LENGTH];

	if (!number_parse(text, len) || !*len || *len > 8 || *len & (*len - 1))
		return probe_fail_part(err, spec, PART_LENGTH, PROBE_MALFORMED,
			"'%s' is not a length: watchpoint watches 1, 2, 4 or 8 bytes", text);
	if (spec->numbers[NUMBER_TYPE] == HW_BREAKPOINT_X && *len != INSTRUCTION_LENGTH)
		return probe_fail_part(err, spec, PART_LENGTH, PROBE_MALFORMED,
			"'%s' is not a length for mode x: it has to be %d", text,
			INSTRUCTION_LENGTH);
	spec->parts[PART_LENGTH] = arena_printf(a, "%llu", (unsigned long long)*len);
	return 0;
}

static int check_alignment(const struct probe_spec *spec, struct probe_error *err)
{
	uint64_t align = spec->numbers[NUMBER_TYPE] == HW_BREAKPOINT_X
		? INSTRUCTION_ALIGN
		: spec->numbers[NUMBER_LENGTH];

	if (spec->numbers[NUMBER_ADDRESS] % align == 0)
		return 0;
	int ret = probe_fail_part(err, spec, PART_ADDRESS, PROBE_MALFORMED,
		"0x%llx is not a multiple of the length %llu, as the processor needs it",
		(unsigned long long)spec->numbers[NUMBER_ADDRESS], (unsigned long long)align);

	probe_hint(err, "watch the parts: each an aligned piece of 1, 2, 4 or 8 bytes");
	return ret;
}

static int watchpoint_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 3, 3, err);

	if (!ret)
		ret = parse_address(spec, a, err);
	if (!ret)
		ret = parse_mode(spec, err);
	if (!ret)
		ret = parse_length(spec, a, err);
	if (!ret)
		ret = check_alignment(spec, err);
	if (!ret)
		probe_complete(spec, a);
	return ret;
}

/* Addresses of the kernel are those of the upper half. */
static bool is_user(uint64_t address)
{
	return !(address >> 63);
}

/* Hypervisors that switch debug registers between their guests and themselves have been seen to mix
 * them up, about once in a million accesses: the guest's kernel then finds no watchpoint that the
 * processor could mean, and takes the trap for one of a debugger. */
static bool in_virtual_machine(void)
{
#if defined(__x86_64__)
	unsigned eax, ebx, ecx, edx;

	return __get_cpuid(1, &eax, &ebx, &ecx, &edx) && ecx >> 31;
#else
	return false;
#endif
}

static int watchpoint_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	struct probe_spec one = *spec;

	(void)a;
	(void)err;
	if (is_user(spec->numbers[NUMBER_ADDRESS]) && in_virtual_machine()) {
		one.warning =
			"watchpoints in a virtual machine can end the process: some hypervisors lose track of debug registers, and then it gets a SIGTRAP";
		one.warning_hint =
			"watch processes that may be lost, or places that are rarely accessed";
	}
	return visit(&one, arg);
}

static int watchpoint_plan(const struct probe_spec *spec, const struct probe_use *use,
	struct arena *a, struct probe_plan *out, struct probe_error *err)
{
	(void)use;
	(void)err;
	*out = (struct probe_plan){
		.mechanism = arena_printf(a, "hardware breakpoint at 0x%llx",
			(unsigned long long)spec->numbers[NUMBER_ADDRESS]),
		.hook = spec->text,
		.prog_type = BPF_PROG_TYPE_PERF_EVENT,
		.nests = true,
		.filter = PROBE_FILTER_ATTACH,
		.stage = PROBE_STAGE_ATTACH,
	};
	memcpy(out->target_number, spec->numbers, sizeof(out->target_number));
	return 0;
}

static int watchpoint_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	struct perf_target target = {
		.type = PERF_TYPE_BREAKPOINT,
		.breakpoint = (uint32_t)req->target_number[NUMBER_TYPE],
		.config1 = req->target_number[NUMBER_ADDRESS],
		.config2 = req->target_number[NUMBER_LENGTH],
		.period = 1,
		.scope = PERF_THREADS,
	};

	*out = (struct attachment){ 0 };
	if (is_user(target.config1) && !req->pid_count) {
		probe_fail(err, PROBE_UNSUPPORTED,
			"probe '%s': cannot attach: the address is one of a process, and no process is named",
			req->text);
		probe_hint(err, "name it: -p PID, or -c COMMAND, without --follow");
		return -EINVAL;
	}
	int ret = perf_attach(req, &target, out, err);

	if (ret == -EINVAL)
		probe_fail(err, PROBE_UNSUPPORTED,
			"probe '%s': cannot attach: the kernel does not allow watching this address",
			req->text);
	return ret;
}

static bool watchpoint_watches(const uint64_t *target_number, uint64_t address)
{
	return target_number[NUMBER_ADDRESS] == address;
}

const struct provider watchpoint_provider = {
	.name = "watchpoint",
	.aliases = "w asyncwatchpoint aw",
	.form = "watchpoint:address:length:mode",
	.help = "an access to memory",
	.example = "watchpoint:0x10000000:8:w { print(ustack); }",
	.probetype = "watchpoint",
	.flags = PROVIDER_SIGNALS,
	.parse = watchpoint_parse,
	.list = watchpoint_list,
	.carries = perf_carries,
	.plan = watchpoint_plan,
	.attach = watchpoint_attach,
	.watches = watchpoint_watches,
};
