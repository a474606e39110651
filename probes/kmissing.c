/* probes/kmissing.c - finds out why a function of the kernel cannot be traced, and where functions are.  Called by kfunctions.c when its list does not have
 * a name, and by kprobe.c for addresses. */
#include "probes/kmissing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "probes/btf.h"
#include "probes/rows.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define BLACKLIST "/sys/kernel/debug/kprobes/blacklist"

static bool text_is(const char *text, size_t len, const char *want)
{
	return text && strlen(want) == len && !memcmp(text, want, len);
}

static bool symbol_is(const struct kernel_symbol *s, const char *module, const char *name)
{
	if (!s->kind || !strchr("tTwW", s->kind) || !text_is(s->name, s->name_len, name))
		return false;
	return !module || (str_eq(module, KERNEL_ITSELF) ? !s->module : text_is(s->module, s->module_len, module));
}

/* The lines of modules, which come last: read once, as many functions of modules may be looked up. */
static const char *module_symbols(void)
{
	static struct buffer kept;
	static bool was_read;
	struct buffer all = { 0 };

	if (!was_read && kernel_text_read(KALLSYMS, &all)) {
		const char *text = buffer_text(&all), *at = strstr(text, "\t[");

		while (at && at > text && at[-1] != '\n')
			at--;
		if (at)
			buffer_puts(&kept, at);
	}
	was_read = true;
	buffer_free(&all);
	return buffer_text(&kept);
}

static uint64_t module_function_address(const char *module, const char *name)
{
	struct kernel_symbol s;

	for (const char *at = module_symbols(); kernel_symbol_next(&at, &s);)
		if (symbol_is(&s, module, name))
			return s.address;
	return 0;
}

uint64_t kernel_function_address(const char *module, const char *name, uint64_t *size)
{
	struct buffer symbols = { 0 };
	struct kernel_symbol s;
	uint64_t address = 0, next = UINT64_MAX;

	if (module && !str_eq(module, KERNEL_ITSELF) && !size)
		return module_function_address(module, name);
	if (kernel_text_read(KALLSYMS, &symbols)) {
		for (const char *at = buffer_text(&symbols); !address && kernel_symbol_next(&at, &s);)
			if (symbol_is(&s, module, name))
				address = s.address;
		for (const char *at = buffer_text(&symbols); address && size && kernel_symbol_next(&at, &s);)
			if (s.kind && s.address > address && s.address < next)
				next = s.address;
	}
	buffer_free(&symbols);
	if (size)
		*size = next == UINT64_MAX ? 0 : next - address;
	return address;
}

/* What the kernel's symbols know of a name. */
struct sighting {
	size_t count;
	bool gone;              /* lies where the kernel's start was, which is free memory now */
	struct kernel_symbol first;
};

static struct sighting find_symbol(const char *module, const char *name, struct buffer *symbols)
{
	struct sighting out = { 0 };
	uint64_t start = 0, end = 0;
	struct kernel_symbol s;

	if (!kernel_text_read(KALLSYMS, symbols))
		return out;
	for (const char *at = buffer_text(symbols); kernel_symbol_next(&at, &s);) {
		if (text_is(s.name, s.name_len, "_sinittext"))
			start = s.address;
		else if (text_is(s.name, s.name_len, "_einittext"))
			end = s.address;
		if (symbol_is(&s, module, name) && !out.count++)
			out.first = s;
	}
	out.gone = start && out.first.address >= start && out.first.address < end;
	return out;
}

const char *kernel_listed_alias(const char *module, const char *name, struct arena *a)
{
	const struct kernel_btf *b = kernel_btf();
	struct buffer symbols = { 0 };
	const char *listed = NULL, *typed = NULL;
	struct kernel_symbol s;
	uint64_t address = 0;

	if (module && !str_eq(module, KERNEL_ITSELF))
		return NULL;
	if (kernel_text_read(KALLSYMS, &symbols)) {
		for (const char *at = buffer_text(&symbols); !address && kernel_symbol_next(&at, &s);)
			if (symbol_is(&s, KERNEL_ITSELF, name))
				address = s.address;
		for (const char *at = buffer_text(&symbols); address && kernel_symbol_next(&at, &s);) {
			if (s.address != address || !s.kind || s.module)
				continue;
			const char *alias = arena_strndup(a, s.name, s.name_len);

			if (kernel_functions_has(s.name, s.name_len))
				listed = alias;
			if (b && kernel_btf_find(b, BTF_KIND_FUNC, alias))
				typed = alias;
		}
	}
	buffer_free(&symbols);
	return listed && typed ? typed : listed;
}

/* Lines are "0xstart-0xend<tab>name". */
static bool is_blacklisted(const char *name)
{
	struct buffer text = { 0 };
	bool found = false;

	if (kernel_text_read(BLACKLIST, &text)) {
		size_t len = strlen(name);

		for (const char *at = buffer_text(&text); !found && (at = strchr(at, '\t'));) {
			at++;
			found = !strncmp(at, name, len) && (at[len] == '\n' || !at[len]);
		}
	}
	buffer_free(&text);
	return found;
}

static void hint_nearest(const struct probe_spec *spec, const char *name, struct probe_error *err)
{
	const struct kernel_function *items;
	size_t count = kernel_functions_table(&items), len = strlen(name);
	struct nearest near;

	nearest_start(&near, name);
	for (size_t i = 0; i < count; i++) {
		/* "f.isra.0": what the compiler left of f */
		if (!strncmp(items[i].name, name, len) && items[i].name[len] == '.') {
			probe_hint(err, "the compiler changed that function: '%s:%s' is what is left of it", spec->provider->name, items[i].name);
			return;
		}
		if (spec->part_count < 2 || str_eq(items[i].module, spec->parts[0]))
			nearest_offer(&near, items[i].name);
	}
	if (near.best)
		probe_hint(err, "did you mean '%s'? a function that the compiler put into its callers cannot be traced", near.best);
	else
		probe_hint(err, "sonde -l '%s:*%s*' lists names like it; a function that the compiler put into its callers cannot be traced",
			   spec->provider->name, name);
}

static bool module_has_functions(const char *module)
{
	const struct kernel_function *items;
	size_t count = kernel_functions_table(&items);

	for (size_t i = 0; i < count; i++)
		if (str_eq(items[i].module, module))
			return true;
	return false;
}

/* The kernel has functions of that name. */
static int judge(const struct probe_spec *spec, const char *name, const struct sighting *seen, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;
	const char *why = NULL;

	if (!seen->first.address) {
		int ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "function '%s' is not in the kernel's list of functions that can be traced, and "
					  "other names of it cannot be found: the kernel hides its addresses", name);

		probe_hint(err, "run as root, or with CAP_SYSLOG too");
		return ret;
	}
	if (is_blacklisted(name))
		why = "it is on the kernel's blacklist of functions that probes go through themselves";
	else if (seen->gone)
		why = "it ran when the kernel started, and is gone";
	else if (seen->count > 1)
		why = "the kernel has several of that name, and none in its list of functions that can be traced";
	if (!why)
		return 0;
	int ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "function '%s' cannot be traced: %s", name, why);

	if (!seen->gone)
		probe_hint(err, "trace a function that calls it, or one that it calls");
	return ret;
}

int kernel_unlisted(const struct probe_spec *spec, const char *name, struct arena *a, const char **module, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;
	const char *wanted = last ? spec->parts[0] : NULL;
	struct buffer symbols = { 0 };
	int ret;

	if (wanted && !module_has_functions(wanted)) {
		ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH, "module '%s' is not loaded, or has no function that can be traced", wanted);
		probe_hint(err, "load it with: modprobe %s", wanted);
		return ret;
	}
	struct sighting seen = find_symbol(wanted, name, &symbols);

	if (seen.count) {
		ret = judge(spec, name, &seen, err);
		*module = seen.first.module ? arena_strndup(a, seen.first.module, seen.first.module_len) : KERNEL_ITSELF;
	} else {
		ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "%s has no function named '%s'", wanted ? wanted : "the kernel", name);
		hint_nearest(spec, name, err);
	}
	buffer_free(&symbols);
	return ret;
}

/* True when the pattern stands for functions that wildcards leave out. */
static bool only_unsafe(const struct probe_spec *spec)
{
	const struct kernel_function *items;
	size_t count = kernel_functions_table(&items);

	for (size_t i = 0; i < count; i++)
		if (kernel_function_unsafe(items[i].name) && probe_part_match(spec, spec->part_count - 1, items[i].name))
			return true;
	return false;
}

int kernel_missing_wild(const struct probe_spec *spec, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;

	if (last && !probe_part_wild(spec, 0) && !module_has_functions(spec->parts[0])) {
		int ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH, "module '%s' is not loaded, or has no function that can be traced",
					  spec->parts[0]);

		probe_hint(err, "load it with: modprobe %s", spec->parts[0]);
		return ret;
	}
	int ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "no function that can be traced is named like '%s'", spec->parts[last]);

	if (only_unsafe(spec))
		probe_hint(err, "those that there are should not be traced in numbers: name the one that you mean");
	return ret;
}

int kernel_ambiguous(const struct probe_spec *spec, const char *name, const struct kernel_function *found, size_t count, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;
	int ret;

	for (size_t i = 1; i < count; i++) {
		if (str_eq(found[i].module, found[0].module))
			continue;
		ret = probe_fail_part(err, spec, last, PROBE_MALFORMED, "function '%s' is in several modules, such as %s and %s", name, found[0].module,
				      found[i].module);
		probe_hint(err, "say which: %s:%s:%s", spec->provider->name, found[i].module, name);
		return ret;
	}
	ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "%s has %zu functions named '%s', which cannot be told apart by name", found[0].module, count,
			      name);
	probe_hint(err, "trace a function that calls it, or one that it calls");
	return ret;
}
