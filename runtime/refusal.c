/* runtime/refusal.c - explains a program that the kernel refused: loads it again with a log, finds
 * the refused instruction and its place in the script, and says the reason in plain words.  Called
 * by runtime/load.c. */
#include "runtime/refusal.h"

#include <ctype.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/bisect.h"
#include "runtime/base/log.h"
#include "runtime/base/util.h"
#include "runtime/report.h"

#define LOG_LEAST 128u          /* kernels before 6.4 take no smaller one */
#define LOG_MOST (256u << 20)   /* where growing ends */
#define LOG_GROWTH 4
/* the end of a log has the instruction and the reason in this much */
#define LOG_ENOUGH (1u << 16)

#define LOCKED_DOWN                                                                      \
	"the kernel is locked down in confidentiality mode, and this reads its memory",  \
		"boot without lockdown=confidentiality, or read only arguments and results that " \
		"are numbers"

/* What the verifier says, and what that means to the person who wrote the script.  The first match
 * counts. */
static const struct {
	const char *sign;
	const char *reason;
	const char *hint;
} reasons[] = {
	{ "BPF program is too large", "the body is too large for the kernel to check",
		"split it over several probes, or shorten loops that are unrolled" },
	{ "16-bit range", "the body is too large for the kernel's branches",
		"split it over several probes on the same event: they run in written order" },
	{ "too many instructions", "the body is too large for the kernel to check",
		"split it over several probes" },
	{ "too complex", "the body has too many different ways through it for the kernel to check",
		"split it over several probes" },
	/* helpers by number (linux/bpf.h) that the kernel is too old for */
	{ "func unknown#181", "'while' and 'for' need bpf_loop(), which came with Linux 5.17",
		"unroll n { } does without" },
	{ "func unknown#164",
		"going over a map needs bpf_for_each_map_elem(), which came with Linux 5.13", "" },
	{ "func unknown#195",
		"reading aggregations needs bpf_map_lookup_percpu_elem(), which came with Linux 5.19",
		"" },
	{ "infinite loop detected", "a loop has no bound that the kernel can see",
		"bound the loop by a constant" },
	{ "back-edge", "a loop has no bound that the kernel can see",
		"bound the loop by a constant" },
	{ "combined stack size",
		"the body needs more stack than the 512 bytes that the kernel gives",
		"lower on_stack_limit" },
	{ "invalid variable-offset", "an index or a length has no bound that the kernel can see",
		"compare it with a constant first" },
	{ "unbounded memory access", "an index or a length has no bound that the kernel can see",
		"compare it with a constant first" },
	{ "min value is negative", "an index or a length may be negative",
		"compare it with a constant first" },
	{ "invalid access to map value", "an index may point behind the end of its value",
		"compare it with a constant first" },
	{ "invalid bpf_context access", "this probe has no such value on this kernel",
		"see the probe's arguments with -l -v" },
	/* every tracing program may, unless lockdown forbids it */
	{ "unknown func bpf_probe_read_kernel", LOCKED_DOWN },
	{ "program of this type cannot use helper bpf_probe_read_kernel", LOCKED_DOWN },
	{ "bpf_override_return#", "this kernel cannot keep functions from running",
		"it needs CONFIG_BPF_KPROBE_OVERRIDE" },
	{ "bpf_probe_write_user#",
		"this kernel does not let programs write into the memory of processes",
		"it is locked down, or was built so" },
	{ "unknown func",
		"this kernel does not offer a function that this needs in this kind of probe",
		"use another kind of probe" },
	{ "program of this type cannot use helper",
		"this kernel does not offer a function that this needs in this kind of probe",
		"use another kind of probe" },
	{ "cannot call GPL-restricted function",
		"the kernel keeps a function that this needs for GPL programs",
		"set license = \"GPL\" in the config block" },
	{ "failed to find the address for kernel symbol",
		"this kernel does not keep the addresses of its variables",
		"it needs CONFIG_KALLSYMS_ALL" },
	{ "invalid mem access", "this reads memory that the kernel does not let it read", "" },
	{ "pointer arithmetic",
		"this calculates with a pointer in a way that the kernel does not allow", "" },
	{ "Unreleased reference", "the generated code is wrong: it keeps something of the kernel's",
		"please report this" },
};

int64_t refusal_instruction(const char *log)
{
	int64_t found = -1;

	for (const char *line = log; line; line = strchr(line, '\n')) {
		char *end;
		unsigned long number;

		if (*line == '\n')
			line++;
		if (!isdigit((unsigned char)*line))
			continue;
		number = strtoul(line, &end, 10);
		if (str_starts(end, ": (") && number <= UINT32_MAX)
			found = (int64_t)number;
	}
	return found;
}

struct span refusal_span(
	const struct image *image, const struct image_prog *prog, uint32_t probe, int64_t insn)
{
	const struct image_line *lines = image->lines + prog->line_first;
	size_t n = BISECT(i, prog->line_count, lines[i].insn <= insn);

	if (n)
		return (struct span){ lines[n - 1].start, lines[n - 1].end };
	return (struct span){ image->probes[probe].span_start, image->probes[probe].span_end };
}

/* The last line of the log that says something: the verdict, not the statistics behind it. */
static void put_verdict(struct buffer *out, const char *log)
{
	const char *best = NULL, *next;
	size_t best_len = 0;

	for (const char *line = log; line && *line; line = next) {
		size_t len = strcspn(line, "\n");

		next = line[len] ? line + len + 1 : NULL;
		if (len && !str_starts(line, "processed ") &&
			!str_starts(line, "verification time") &&
			!str_starts(line, "stack depth")) {
			best = line;
			best_len = len;
		}
	}
	if (best)
		buffer_append(out, best, best_len);
}

const char *refusal_reason(const char *log, const char **hint)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
		if (!strstr(log, reasons[i].sign))
			continue;
		if (reasons[i].hint[0])
			*hint = reasons[i].hint;
		return reasons[i].reason;
	}
	return NULL;
}

/* The line that ends the log. */
static const char *last_line(const char *log)
{
	size_t len = strlen(log);

	while (len && log[len - 1] == '\n')
		len--;
	while (len && log[len - 1] != '\n')
		len--;
	return log + len;
}

bool refusal_log_has_end(const char *log)
{
	return str_starts(last_line(log), "processed ");
}

void refusal_put_log(struct buffer *out, const char *log, size_t most)
{
	size_t len = strlen(log), first = most / 2, lines = 0;
	const char *feed, *last;

	if (len <= most) {
		buffer_append(out, log, len);
		return;
	}
	while (first && log[first - 1] != '\n')
		first--;
	feed = strchr(log + len - most / 2, '\n');
	last = feed ? feed + 1 : log + len;
	for (const char *at = log + first; at < last; at++)
		lines += *at == '\n';
	buffer_append(out, log, first);
	buffer_printf(out,
		"... %zu lines are left out: set log_size above %zu bytes to see them ...\n", lines,
		most);
	buffer_puts(out, last);
}

/* With -v: the kernel's own words. */
static void show_log(const struct image *image, const char *log)
{
	struct buffer shown = { 0 };

	if (log_get_level() < LOG_VERBOSE)
		return;
	refusal_put_log(&shown, log, image->header->log_size);
	log_verbose("%s", buffer_text(&shown));
	buffer_free(&shown);
}

static void report_log(
	const struct image *image, const struct image_prog *prog, uint32_t probe, const char *log)
{
	struct buffer text = { 0 }, verdict = { 0 };
	const char *hint = "the kernel's own words are shown with -v",
		   *reason = refusal_reason(log, &hint);

	put_verdict(&verdict, log);
	buffer_printf(&text, "probe '%s': the kernel refused the program here: ",
		image_text(image, image->probes[probe].text));
	if (reason)
		buffer_printf(&text, "%s (%s)", reason, buffer_text(&verdict));
	else
		buffer_puts(&text, buffer_text(&verdict));
	report_error_at(image, refusal_span(image, prog, probe, refusal_instruction(log)),
		buffer_text(&text), hint);
	show_log(image, log);
	buffer_free(&text);
	buffer_free(&verdict);
}

/* Load once more for the log, which is then in spec->log (NULL: there is no memory for it).  One
 * that is too small makes the kernel fail in another way, so it grows until the log's end is in it;
 * its memory is touched only as far as it is written. */
static void load_with_log(struct bpf_prog_spec *spec, uint32_t size)
{
	int fd;

	for (spec->log_size = MAX_OF(size, LOG_LEAST);; spec->log_size *= LOG_GROWTH) {
		spec->log = mem_alloc(spec->log_size);
		if (!spec->log)
			return;
		spec->log[0] = 0;
		fd = bpf_prog_make(spec);
		if (fd >= 0)
			close(fd);
		if (fd != -ENOSPC || spec->log_size > LOG_MOST / LOG_GROWTH)
			return;
		if (spec->log_size >= LOG_ENOUGH && refusal_log_has_end(spec->log))
			return;
		mem_free(spec->log);
	}
}

void refusal_show_acceptance(
	const struct image *image, uint32_t probe, const struct bpf_prog_spec *spec)
{
	struct bpf_prog_spec again = *spec;
	struct buffer shown = { 0 };

	again.log_whole = true;
	load_with_log(&again, image->header->log_size);
	if (again.log)
		refusal_put_log(&shown, again.log, image->header->log_size);
	log_notice("verifier of '%s':\n%s", image_text(image, image->probes[probe].text),
		buffer_text(&shown));
	buffer_free(&shown);
	mem_free(again.log);
}

void refusal_explain(const struct image *image, const struct image_prog *prog, uint32_t probe,
	const struct bpf_prog_spec *spec, int err)
{
	struct bpf_prog_spec again = *spec;
	const char *name = image_text(image, image->probes[probe].text);

	load_with_log(&again, image->header->log_size);
	if (again.log && again.log[0])
		report_log(image, prog, probe, again.log);
	else if (err == -EPERM)
		log_error("probe '%s': the kernel does not allow this kind of program here: %s; "
			  "'sonde --info' tells what it offers",
			name, strerror(-err));
	else
		log_error(
			"probe '%s': the kernel cannot load the program: %s", name, strerror(-err));
	mem_free(again.log);
}
