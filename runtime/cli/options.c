/* runtime/cli/options.c - the option table: what each option does.  Nothing here looks at the
 * machine, except for what an option names itself: a descriptor.  Read by command_line.c and by
 * --help. */
#include "runtime/cli/options.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "probes/kernel_feature.h"
#include "probes/name_filter.h"
#include "runtime/base/clock.h"
#include "runtime/base/integer.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/option_value.h"
#include "runtime/colour.h"
#include "runtime/summary.h"

#define PID_LIMIT 0x400000

int usage_error(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_error("%s", text);
	return EXIT_CODE_SCRIPT;
}

static int set_program(struct options *o, const char *value)
{
	if (o->program && o->warnings)
		log_warn("option '-e' is given more than once: the last one counts");
	o->program = value;
	return 0;
}

/* For members that are enums. */
#define CHOICE_SETTER(name, member, option, what, ...) \
	static const char *const name##_names[] = { __VA_ARGS__ }; \
	static int set_##name(struct options *o, const char *value) \
	{ \
		int chosen = option_choose( \
			option, what, name##_names, ARRAY_SIZE(name##_names), value); \
		if (chosen < 0) \
			return EXIT_CODE_SCRIPT; \
		o->member = chosen; \
		return 0; \
	} \
	static void complete_##name(struct completion *c) \
	{ \
		option_offer_names(c, name##_names, ARRAY_SIZE(name##_names)); \
	}
CHOICE_SETTER(flush, flush, "-B",
	"buffering", [FLUSH_LINE] = "line", [FLUSH_FULL] = "full", [FLUSH_NONE] = "none")
CHOICE_SETTER(escape, escape, "--escape", "mode", WHEN_NAMES)
CHOICE_SETTER(json_int, json_int, "--json-int", "form of integers", [JSON_INT_AUTO] = "auto",
	[JSON_INT_NUMBER] = "number", [JSON_INT_STRING] = "string")
#undef CHOICE_SETTER

static const char *const when_names[] = { WHEN_NAMES };

static void complete_when(struct completion *c)
{
	option_offer_names(c, when_names, ARRAY_SIZE(when_names));
}

static int set_colour(struct options *o, const char *value)
{
	int chosen = option_choose("--color", "mode", when_names, ARRAY_SIZE(when_names), value);

	if (chosen < 0)
		return EXIT_CODE_SCRIPT;
	/* at once: what is wrong with the options behind it is told so already */
	o->colour = (enum when)chosen;
	o->colour_chosen = true;
	colour_messages(o->colour);
	return 0;
}

static int set_command(struct options *o, const char *value)
{
	const char *why = NULL;
	char **words = words_split(o->arena, value, &why);

	if (!words)
		return usage_error("option '-c': cannot split the command: %s", why);
	if (!words[0] || !*words[0])
		return usage_error("option '-c': the command is empty");
	o->command = words;
	return 0;
}

/* A list of process ids that the arena holds, one longer. */
static int add_pid(
	struct options *o, int32_t **list, uint32_t *count, const char *option, const char *value)
{
	int32_t *more;
	long pid;

	if (!option_number(value, 1, PID_LIMIT, &pid))
		return usage_error(
			"option '%s': '%s' is no process id: a number from 1 to %d is needed",
			option, value, PID_LIMIT);
	more = arena_new_array(o->arena, int32_t, *count + 1);
	if (*count)
		memcpy(more, *list, *count * sizeof(*more));
	more[(*count)++] = pid;
	*list = more;
	return 0;
}

static int set_pid(struct options *o, const char *value)
{
	return add_pid(o, &o->pids, &o->pid_count, "-p", value);
}

static int set_dwarf_pid(struct options *o, const char *value)
{
	return add_pid(o, &o->dwarf_pids, &o->dwarf_pid_count, "--dwarf-pid", value);
}

static int set_include_path(struct options *o, const char *value)
{
	o->include_path = option_list_add(o, o->include_path, &o->include_path_count, value);
	return 0;
}

static int set_include(struct options *o, const char *value)
{
	o->includes = option_list_add(o, o->includes, &o->include_count, value);
	return 0;
}

static bool take_stage(struct options *o, const char *word)
{
	const char *stage = stage_find(word);

	if (stage)
		o->stages = option_list_add(o, o->stages, &o->stage_count, stage);
	return stage;
}

static int set_stages(struct options *o, const char *value)
{
	static const struct option_list_words words = { "-d", "stage", "all or one of" STAGE_NAMES,
		take_stage };

	return option_take_list(o, value, &words);
}

static bool take_feature(struct options *o, const char *word)
{
	enum kernel_feature f = kernel_feature_find(word);

	if (f < KERNEL_FEATURE_COUNT)
		o->forbidden |= 1u << f;
	return f < KERNEL_FEATURE_COUNT;
}

static int set_no_feature(struct options *o, const char *value)
{
	static const struct option_list_words words = { "--no-feature", "feature",
		"some of" KERNEL_FEATURE_NAMES, take_feature };

	return option_take_list(o, value, &words);
}

static int set_format(struct options *o, const char *value)
{
	struct buffer names = { 0 };
	int code;

	o->sink = sink_find(value);
	if (o->sink)
		return 0;
	for (size_t i = 0; sinks[i]; i++)
		buffer_printf(&names, "%s%s", i ? ", " : "", sinks[i]->name);
	code = usage_error(
		"option '-f': format '%s' is not there: use one of %s", value, buffer_text(&names));
	buffer_free(&names);
	return code;
}

static int set_json(struct options *o, const char *value)
{
	(void)value;
	return set_format(o, "json");
}

static int set_output(struct options *o, const char *value)
{
	if (!*value)
		return usage_error("option '-o': the file name is empty");
	o->output_path = value;
	return 0;
}

static int set_flame(struct options *o, const char *value)
{
	if (!*value)
		return usage_error("option '--flame': the file name is empty");
	o->flame_path = value;
	return 0;
}

static int set_ready_fd(struct options *o, const char *value)
{
	long fd;

	if (!option_number(value, 0, INT_MAX, &fd))
		return usage_error(
			"option '--ready-fd': '%s' is no file descriptor: a number from 0 to %d is needed",
			value, INT_MAX);
	if (fcntl(fd, F_GETFD) < 0)
		return usage_error("option '--ready-fd': descriptor %ld is not open", fd);
	o->ready_fd = fd;
	return 0;
}

static int set_duration(struct options *o, const char *value)
{
	struct integer time = { 0 };
	const char *why = "it does not begin with a digit";

	if (*value >= '0' && *value <= '9')
		why = integer_read(value, strlen(value), &time);
	if (!why && !time.is_duration && __builtin_mul_overflow(time.value, SECOND_NS, &time.value))
		time.is_too_large = true;
	if (!why && (time.is_too_large || time.value > INT64_MAX))
		why = "it is too long";
	if (!why && !time.value)
		why = "nothing could happen in it";
	if (why)
		return usage_error(
			"option '--duration': '%s' is no time to run for: %s; write it as 10s, 500ms or 2m",
			value, why);
	o->duration_ns = time.value;
	return 0;
}

static int set_max_overhead(struct options *o, const char *value)
{
	char *end;

	o->max_overhead = *value >= '0' && *value <= '9' ? strtod(value, &end) : 0;
	if (o->max_overhead > 0 && o->max_overhead <= 100 && !*end && !strpbrk(value, "xX"))
		return 0;
	return usage_error(
		"option '--max-overhead': '%s' is no share: per cent of all CPUs are needed, more than 0 and at most 100",
		value);
}

static bool take_counter(struct options *o, const char *word)
{
	unsigned counter = summary_counter_find(word);

	o->strict |= counter;
	return counter;
}

static int set_strict(struct options *o, const char *value)
{
	struct buffer names = { 0 };
	int code;

	if (!value) {
		o->strict = SUMMARY_ALL;
		return 0;
	}
	buffer_puts(&names, "some of ");
	summary_put_names(&names);
	code = option_take_list(o, value,
		&(struct option_list_words){
			"--strict", "counter", buffer_text(&names), take_counter });
	buffer_free(&names);
	return code;
}

static int set_aot(struct options *o, const char *value)
{
	if (!*value)
		return usage_error("option '--aot': the file name is empty");
	o->output_path = value;
	o->action = DO_BUILD;
	return 0;
}

#define SETTER(name, member, to) \
	static int set_##name(struct options *o, const char *value) \
	{ \
		(void)value; \
		o->member = (to); \
		return 0; \
	}
SETTER(help, action, DO_HELP)
SETTER(version, action, DO_VERSION)
SETTER(info, action, DO_INFO)
SETTER(list, action, DO_LIST)
SETTER(quiet, quiet, true)
SETTER(verbose, verbose, true)
SETTER(unsafe, unsafe, true)
SETTER(no_warnings, warnings, false)
SETTER(dry_run, dry_run, true)
SETTER(follow, follow, true)
SETTER(no_cache, no_cache, true)
SETTER(child_status, child_status, true)
SETTER(file_activation, semaphores_in_memory, true)

SETTER(failures, failures, true)
SETTER(stats, stats, true)
SETTER(verify_llvm, verifies_llvm, true)

static int set_probe_filter(struct options *o, const char *value)
{
	const char *why;

	name_filter_free(o->filter);
	o->filter = name_filter_new(value, o->arena, &why);
	if (!o->filter)
		return usage_error("option '--probe-filter': '%s' %s", value, why);
	return 0;
}

static int set_btf(struct options *o, const char *value)
{
	if (value && !*value)
		return usage_error("option '--btf': the file name is empty");
	if (value)
		o->btf = value;
	return 0;
}

static int set_functions(struct options *o, const char *value)
{
	if (!*value)
		return usage_error("option '--traceable-functions': the file name is empty");
	o->functions = value;
	return 0;
}

static int set_emit_elf(struct options *o, const char *value)
{
	if (!*value)
		return usage_error("option '--emit-elf': the file name is empty");
	o->object_path = value;
	return 0;
}

static int set_emit_llvm(struct options *o, const char *value)
{
	if (!*value)
		return usage_error(
			"option '--emit-llvm': the beginning of the files' names is empty");
	o->llvm_prefix = value;
	return 0;
}

static int set_debuginfo(struct options *o, const char *value)
{
	if (!*value)
		return usage_error("option '--debuginfo': no directory is named");
	o->debuginfo = value;
	return 0;
}

/* What is done with a script instead of tracing; only one at a time. */
static const struct mode_row {
	const char *name, *option; /* as it is called in messages */
	enum options_action action;
	enum run_mode mode;
	enum run_extent extent;
} modes[] = {
	{ "test", "--test", DO_RUN, RUN_TEST, EXTENT_ALL },
	{ "bench", "--bench", DO_RUN, RUN_BENCH, EXTENT_ALL },
	{ "format", "--fmt", DO_FORMAT, RUN_TRACE, EXTENT_ALL },
	{ "codegen", "--mode codegen", DO_RUN, RUN_TRACE, EXTENT_CODE },
	{ "compiler-bench", "--mode compiler-bench", DO_RUN, RUN_TRACE, EXTENT_TIMES },
};

static void complete_mode(struct completion *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		completion_offer(c, modes[i].name, modes[i].option);
}

static int set_mode(struct options *o, const char *value)
{
	const struct mode_row *mode = modes;

	while (mode < modes + ARRAY_SIZE(modes) && !str_eq(mode->name, value))
		mode++;
	if (mode == modes + ARRAY_SIZE(modes))
		return usage_error(
			"option '--mode': '%s' is no mode: use codegen, compiler-bench, bench, test or format",
			value);
	if (o->mode_name && !str_eq(o->mode_name, mode->option))
		return usage_error(
			"options '%s' and '%s' cannot be combined: a run is one or the other",
			o->mode_name, mode->option);
	o->mode = mode->mode;
	o->extent = mode->extent;
	if (mode->action != DO_RUN)
		o->action = mode->action;
	o->mode_name = mode->option;
	return 0;
}

#define MODE_SETTER(name) \
	static int set_##name(struct options *o, const char *value) \
	{ \
		(void)value; \
		return set_mode(o, #name); \
	}
MODE_SETTER(test)
MODE_SETTER(bench)
#undef MODE_SETTER

static int set_layout(struct options *o, const char *value)
{
	(void)value;
	return set_mode(o, "format");
}

const struct option_row option_rows[] = {
	{ 'e', NULL, ARGUMENT_NEEDED, "PROGRAM", set_program,
		"the program is this text; every other word is a parameter", complete_program },
	{ 'f', "format", ARGUMENT_NEEDED, "FORMAT", set_format,
		"how data is written: text (default) or another format", complete_format },
	{ 0, "json", ARGUMENT_NONE, NULL, set_json, "the same as -f json" },
	{ 'o', "output", ARGUMENT_NEEDED, "FILE", set_output,
		"write the data to FILE, - is standard output", complete_file },
	{ 0, "flame", ARGUMENT_NEEDED, "FILE", set_flame,
		"draw the stacks that are printed in maps as a flame graph (SVG) at the end",
		complete_file },
	{ 'B', NULL, ARGUMENT_NEEDED, "MODE", set_flush,
		"write after each line (line, default), when a buffer is full (full) or at once (none)",
		complete_flush },
	{ 0, "color", ARGUMENT_NEEDED, "WHEN", set_colour,
		"colour diagnostics: auto (on a terminal, default), always or never",
		complete_when },
	{ 0, "escape", ARGUMENT_NEEDED, "WHEN", set_escape,
		"escape control characters of what is traced: auto (on a terminal, default), always or never",
		complete_escape },
	{ 0, "json-int", ARGUMENT_NEEDED, "FORM", set_json_int,
		"quote integers in JSON: those that a double cannot hold (auto, default), none (number) or all (string)",
		complete_json_int },
	{ 'q', "quiet", ARGUMENT_NONE, NULL, set_quiet, "no attach line and no notices" },
	{ 'v', "verbose", ARGUMENT_NONE, NULL, set_verbose,
		"say how each probe was attached; with -l show the arguments" },
	{ 'l', "list", ARGUMENT_NONE, NULL, set_list,
		"list probes: of the kernel, those matching PATTERN, or those of a program; or types, 'struct PATTERN'" },
	{ 'c', "cmd", ARGUMENT_NEEDED, "COMMAND", set_command,
		"run COMMAND once everything is attached, end when it ends", complete_command },
	{ 'p', "pid", ARGUMENT_NEEDED, "PID", set_pid,
		"trace only this process, end when it ends; may be repeated", complete_pid },
	{ 0, "follow", ARGUMENT_NONE, NULL, set_follow,
		"with -c or -p: trace what these processes start, too, and end when all have ended" },
	{ 0, "child-status", ARGUMENT_NONE, NULL, set_child_status,
		"with -c: exit as COMMAND did, 128 + N when signal N killed it" },
	{ 0, "dwarf-pid", ARGUMENT_NEEDED, "PID", set_dwarf_pid,
		"let dw_ustack follow the stacks of this process as well; may be repeated",
		complete_pid },
	{ 0, "dry-run", ARGUMENT_NONE, NULL, set_dry_run,
		"load and attach, then leave without running anything" },
	{ 0, "usdt-file-activation", ARGUMENT_NONE, NULL, set_file_activation,
		"raise the semaphores of usdt probes in the processes that run now, for kernels that do not" },
	{ 0, "test", ARGUMENT_NONE, NULL, set_test,
		"run the test probes, once each, and nothing else" },
	{ 0, "bench", ARGUMENT_NONE, NULL, set_bench,
		"run the bench probes many times and show what one run takes" },
	{ 'I', NULL, ARGUMENT_NEEDED, "DIR", set_include_path,
		"look for headers in DIR, too; may be repeated", complete_directory },
	{ 0, "include", ARGUMENT_NEEDED, "FILE", set_include,
		"read the header FILE before the program; may be repeated", complete_file },
	{ 'd', "debug", ARGUMENT_STAGES, "STAGE,...", set_stages,
		"show the program after these passes of the compiler, or what the kernel's verifier says, on standard error",
		complete_stage },
	{ 0, "aot", ARGUMENT_NEEDED, "FILE", set_aot, "the same as the command build with -o FILE",
		complete_file },
	{ 0, "fmt", ARGUMENT_NONE, NULL, set_layout, "the same as the command fmt" },
	{ 0, "mode", ARGUMENT_NEEDED, "MODE", set_mode,
		"test, bench or format: as --test, --bench, --fmt; codegen: compile and stop; compiler-bench: what the compiler's passes take",
		complete_mode },
	{ 0, "emit-elf", ARGUMENT_NEEDED, "FILE", set_emit_elf,
		"write the object that LLVM makes of the program to FILE and stop", complete_file },
	{ 0, "emit-llvm", ARGUMENT_NEEDED, "PREFIX", set_emit_llvm,
		"write what LLVM gets and what its passes make of it to PREFIX.original.ll and PREFIX.optimized.ll",
		complete_file },
	{ 0, "verify-llvm-ir", ARGUMENT_NONE, NULL, set_verify_llvm,
		"have LLVM check the generated code before and after its passes" },
	{ 0, "duration", ARGUMENT_NEEDED, "TIME", set_duration,
		"end so long after attaching: 10s, 500ms, 2m; a number alone is seconds" },
	{ 0, "max-overhead", ARGUMENT_NEEDED, "PERCENT", set_max_overhead,
		"end when tracing takes more than this share of all CPUs for three seconds" },
	{ 0, "stats", ARGUMENT_NONE, NULL, set_stats,
		"say at the end what each probe cost and how full the maps are" },
	{ 0, "strict", ARGUMENT_EQUALS, "LIST", set_strict,
		"exit code 3 when the run was incomplete; --strict=COUNTER,...: in one of these respects",
		complete_counter },
	{ 0, "ready-fd", ARGUMENT_NEEDED, "N", set_ready_fd,
		"write a line to descriptor N when everything is attached" },
	{ 0, "unsafe", ARGUMENT_NONE, NULL, set_unsafe,
		"allow functions that change the traced system" },
	{ 'k', "warnings", ARGUMENT_NONE, NULL, set_failures,
		"warn of memory that cannot be read and of keys that are not there" },
	{ 0, "no-feature", ARGUMENT_NEEDED, "FEATURE,...", set_no_feature,
		"do without these, even if the kernel has them:" KERNEL_FEATURE_NAMES,
		complete_feature },
	{ 0, "probe-filter", ARGUMENT_NEEDED, "REGEX", set_probe_filter,
		"only probes in whose full names REGEX is found; begin, end and self stay" },
	{ 'b', "btf", ARGUMENT_EQUALS, "FILE", set_btf,
		"--btf=FILE: types of the kernel come from FILE; without it, nothing",
		complete_file },
	{ 0, "traceable-functions", ARGUMENT_NEEDED, "FILE", set_functions,
		"the functions of the kernel that can be traced are those in FILE, a name a line",
		complete_file },
	{ 0, "debuginfo", ARGUMENT_NEEDED, "DIR[:DIR]", set_debuginfo,
		"look for separate debug files in these directories (" DEBUG_FILE_PATH
		"); +DIR: only with the right check sum",
		complete_directory },
	{ 0, "no-warnings", ARGUMENT_NONE, NULL, set_no_warnings, "no warnings; errors remain" },
	{ 0, "no-cache", ARGUMENT_NONE, NULL, set_no_cache,
		"compile the program even if its image was kept, and do not keep it" },
	{ 0, "info", ARGUMENT_NONE, NULL, set_info, "what this build and this kernel have" },
	{ 'h', "help", ARGUMENT_NONE, NULL, set_help, "this text" },
	{ 'V', "version", ARGUMENT_NONE, NULL, set_version, "the version" },
	{ 0, NULL, ARGUMENT_NONE, NULL, NULL, NULL },
};

/* Known by name, so that nobody takes them for typing errors. */
static const char planned_letters[] = "wr";
static const char *const planned_names[] = {
	"container",
	"heatmap",
	"namespace",
	"pod",
	"serve",
};

bool option_is_planned(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(planned_names); i++)
		if (str_eq(planned_names[i], name))
			return true;
	return false;
}

bool option_letter_is_planned(char letter)
{
	return strchr(planned_letters, letter);
}
