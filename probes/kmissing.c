/* probes/kmissing.c - finds out why a function of the kernel cannot be traced.  Called by
 * kfunctions.c when its list does not have a name. */
#include "probes/kmissing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "probes/btf.h"
#include "probes/ksymbols.h"
#include "probes/rows.h"
#include "runtime/base/match.h"
#include "runtime/base/util.h"

#define BLACKLIST "/sys/kernel/debug/kprobes/blacklist"

/* What the kernel's symbols know of a name. */
struct sighting {
	size_t count;
	bool gone;              /* lies where the kernel's start was, which is free memory now */
	struct kernel_symbol first;
};

static struct sighting find_symbol(const char *module, const char *name)
{
	struct sighting out = { 0 };
	struct kernel_symbol s;

	for (const char *at = NULL; kernel_symbol_find(&at, module, name, &s);)
		if (!out.count++)
			out.first = s;
	if (out.count) {
		uint64_t start = kernel_function_address(KERNEL_ITSELF, "_sinittext", NULL),
			 end = kernel_function_address(KERNEL_ITSELF, "_einittext", NULL);

		out.gone = start && out.first.address >= start && out.first.address < end;
	}
	return out;
}

static const char *listed_alias(const struct kernel_symbol *symbol, struct arena *a)
{
	const struct kernel_btf *b = kernel_btf();
	const char *listed = NULL, *typed = NULL;
	struct kernel_symbol s;

	for (const char *at = NULL; kernel_symbol_find_alias(&at, symbol, &s);) {
		const char *alias = arena_strndup(a, s.name, s.name_len);

		if (kernel_functions_has(s.name, s.name_len))
			listed = alias;
		if (b && kernel_btf_find(b, BTF_KIND_FUNC, alias))
			typed = alias;
	}
	return listed && typed ? typed : listed;
}

/* One text for all the functions that are looked for in it. */
static const char *blacklist(void)
{
	static struct buffer kept;
	static bool was_read;

	if (!was_read && !kernel_text_read(BLACKLIST, &kept))
		buffer_clear(&kept);
	was_read = true;
	return buffer_text(&kept);
}

/* Lines are "0xstart-0xend<tab>name". */
static bool is_blacklisted(const char *name)
{
	size_t len = strlen(name);

	for (const char *at = blacklist(); (at = strchr(at, '\t'));) {
		at++;
		if (!strncmp(at, name, len) && (at[len] == '\n' || !at[len]))
			return true;
	}
	return false;
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
			probe_hint(err,
				"the compiler changed that function: '%s:%s' is what is left of it",
				spec->provider->name, items[i].name);
			return;
		}
		if (spec->part_count < 2 || str_eq(items[i].module, spec->parts[0]))
			nearest_offer(&near, items[i].name);
	}
	if (near.best)
		probe_hint(err,
			"did you mean '%s'? a function that the compiler put into its callers cannot be traced",
			near.best);
	else
		probe_hint(err,
			"sonde -l '%s:*%s*' lists names like it; a function that the compiler put into its callers cannot be traced",
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
static int judge(const struct probe_spec *spec, const char *name, const struct sighting *seen,
	struct probe_error *err)
{
	unsigned last = spec->part_count - 1;
	const char *why = NULL;

	if (!seen->first.address) {
		int ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH,
			"function '%s' is not in the kernel's list of functions that can be traced, and "
			"other names of it cannot be found: the kernel hides its addresses",
			name);

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
	int ret = probe_fail_part(
		err, spec, last, PROBE_NO_MATCH, "function '%s' cannot be traced: %s", name, why);

	if (!seen->gone)
		probe_hint(err, "trace a function that calls it, or one that it calls");
	return ret;
}

int kernel_unlisted(const struct probe_spec *spec, const char *name, struct arena *a,
	const char **module, const char **alias, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;
	const char *wanted = last ? spec->parts[0] : NULL;
	int ret;

	if (wanted && !module_has_functions(wanted)) {
		ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH,
			"module '%s' is not loaded, or has no function that can be traced", wanted);
		probe_hint(err, "load it with: modprobe %s", wanted);
		return ret;
	}
	struct sighting seen = find_symbol(wanted, name);
	const struct kernel_symbol *first = &seen.first;

	*module =
		first->module ? arena_strndup(a, first->module, first->module_len) : KERNEL_ITSELF;
	*alias = seen.count && !first->module ? listed_alias(first, a) : NULL;
	if (*alias)
		return 0;
	if (seen.count)
		return judge(spec, name, &seen, err);
	ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH, "%s has no function named '%s'",
		wanted ? wanted : "the kernel", name);
	if (probe_is_advised(spec))
		hint_nearest(spec, name, err);
	return ret;
}

/* True when the pattern stands for functions that wildcards leave out. */
static bool only_unsafe(const struct probe_spec *spec)
{
	const struct kernel_function *items;
	size_t count = kernel_functions_table(&items);

	for (size_t i = 0; i < count; i++)
		if (kernel_function_unsafe(items[i].name) &&
			probe_part_match(spec, spec->part_count - 1, items[i].name))
			return true;
	return false;
}

int kernel_missing_wild(const struct probe_spec *spec, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;

	if (last && !probe_part_wild(spec, 0) && !module_has_functions(spec->parts[0])) {
		int ret = probe_fail_part(err, spec, 0, PROBE_NO_MATCH,
			"module '%s' is not loaded, or has no function that can be traced",
			spec->parts[0]);

		probe_hint(err, "load it with: modprobe %s", spec->parts[0]);
		return ret;
	}
	int ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH,
		"no function that can be traced is named like '%s'", spec->parts[last]);

	if (only_unsafe(spec))
		probe_hint(err,
			"those that there are should not be traced in numbers: name the one that you mean");
	return ret;
}

int kernel_ambiguous(const struct probe_spec *spec, const char *name,
	const struct kernel_function *found, size_t count, struct probe_error *err)
{
	unsigned last = spec->part_count - 1;
	int ret;

	for (size_t i = 1; i < count; i++) {
		if (str_eq(found[i].module, found[0].module))
			continue;
		ret = probe_fail_part(err, spec, last, PROBE_MALFORMED,
			"function '%s' is in several modules, such as %s and %s", name,
			found[0].module, found[i].module);
		probe_hint(err, "say which: %s:%s:%s", spec->provider->name, found[i].module, name);
		return ret;
	}
	ret = probe_fail_part(err, spec, last, PROBE_NO_MATCH,
		"%s has %zu functions named '%s', which cannot be told apart by name",
		found[0].module, count, name);
	probe_hint(err, "trace a function that calls it, or one that it calls");
	return ret;
}
