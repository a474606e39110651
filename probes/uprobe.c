/* probes/uprobe.c - uprobe:binary:function and uretprobe:binary:function: entry and return of
 * functions of programs and libraries, and places inside of them. What they stand for is found in
 * uprobe_find.c.  Rows of the provider table. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probes/binaries.h"
#include "probes/number.h"
#include "probes/pt_regs.h"
#include "probes/rows.h"
#include "probes/uprobe_attach.h"
#include "probes/uprobe_find.h"
#include "probes/uprobe_line.h"
#include "probes/user_function.h"
#include "runtime/base/util.h"

static const uint16_t word_offset[] = PT_ARGUMENTS, go_word_offset[] = PT_GO_ARGUMENTS;

#if defined(__x86_64__)
#define RETURN_POPS 8            /* the address that it goes to */
#define RETURN_ADDRESS { .kind = ACCESS_USER_READ, .pointer_offset = PT_STACK_POINTER, .size = 8 }
#elif defined(__aarch64__)
#define RETURN_POPS 0
#define RETURN_ADDRESS { .kind = ACCESS_CTX, .offset = PT_ARM(R30), .size = 8 }
#endif

static bool is_return(const struct probe_spec *spec)
{
	return spec->provider == &uretprobe_provider;
}

static bool has_flag(const struct probe_spec *spec, enum uprobe_flag flag)
{
	return spec->numbers[UPROBE_FLAGS] & flag;
}

/* The probe sits where a function begins: its caller and its arguments are where the calling
 * convention puts them. */
static bool enters(const struct probe_spec *spec)
{
	return !is_return(spec) &&
		!(spec->numbers[UPROBE_FLAGS] &
			(UPROBE_HAS_INSIDE | UPROBE_HAS_ADDRESS | UPROBE_AT_LINE));
}

static int malformed(const struct probe_spec *spec, struct probe_error *err, const char *what)
{
	return probe_fail(err, PROBE_MALFORMED, "attach point %s: %s is written '%s'", what,
		spec->provider->name, spec->provider->form);
}

static int check_parts(const struct probe_spec *spec, struct probe_error *err)
{
	if (!spec->part_count || (spec->part_count == 1 && strchr(spec->parts[0], '/'))) {
		malformed(spec, err, "is incomplete");
		if (spec->part_count)
			probe_hint(err, "all functions of a binary: %s:%s:*", spec->provider->name,
				spec->parts[0]);
		return -EINVAL;
	}
	if (spec->part_count > 3)
		return malformed(spec, err, "has too many parts");
	for (unsigned i = spec->part_count > 1; i < spec->part_count; i++)
		if (!*spec->parts[i])
			return malformed(spec, err, "has an empty part");
	return 0;
}

/* "cpp" in front of a function: it is called as in the source. */
static int parse_language(struct probe_spec *spec, struct probe_error *err)
{
	if (!str_eq(spec->parts[1], "cpp") && !str_eq(spec->parts[1], "rust")) {
		probe_fail_part(err, spec, 1, PROBE_MALFORMED,
			"'%s' is not a language: names as in the source are known for cpp, which stands for C++ and Rust",
			spec->parts[1]);
		probe_hint(err, "write %s:%s:cpp:\"%s\"", spec->provider->name, spec->parts[0],
			spec->parts[2]);
		return -EINVAL;
	}
	spec->numbers[UPROBE_FLAGS] |= UPROBE_BY_SOURCE;
	return 0;
}

static int exact_only(
	const struct probe_spec *spec, unsigned part, struct probe_error *err, const char *what)
{
	if (is_return(spec))
		return probe_fail_part(err, spec, part, PROBE_MALFORMED,
			"uretprobe takes no %s: it sits where the function returns", what);
	return probe_refuse_wildcards(spec, "an", what, err);
}

static int parse_address(struct probe_spec *spec, unsigned part, struct probe_error *err)
{
	int ret = exact_only(spec, part, err, "address");

	if (!ret)
		ret = number_limit(spec, part, spec->parts[part], UINT64_MAX, err);
	if (!ret && !number_parse(spec->parts[part], &spec->numbers[UPROBE_ADDRESS]))
		ret = probe_fail_part(err, spec, part, PROBE_MALFORMED,
			"'%s' is neither a function nor an address", spec->parts[part]);
	spec->numbers[UPROBE_FLAGS] |= UPROBE_HAS_ADDRESS;
	return ret;
}

/* "function+offset": the part keeps the function. */
static int parse_offset(
	struct probe_spec *spec, unsigned part, struct arena *a, struct probe_error *err)
{
	const char *text = spec->parts[part], *plus = strrchr(text, '+');
	int ret = exact_only(spec, part, err, "offset");

	if (!ret)
		ret = number_limit(spec, part, plus + 1, UINT64_MAX, err);
	if (!ret && (plus == text || !number_parse(plus + 1, &spec->numbers[UPROBE_INSIDE])))
		ret = probe_fail_part(err, spec, part, PROBE_MALFORMED,
			"'%s' is not a function with an offset", text);
	if (ret)
		return ret;
	spec->parts[part] = arena_printf(a, "%.*s+%llu", (int)(plus - text), text,
		(unsigned long long)spec->numbers[UPROBE_INSIDE]);
	probe_complete(spec, a);
	spec->parts[part] = arena_strndup(a, text, (size_t)(plus - text));
	spec->numbers[UPROBE_FLAGS] |= UPROBE_HAS_INSIDE;
	return 0;
}

static int uprobe_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	if (uprobe_line_is(spec) && is_return(spec))
		return probe_fail_part(err, spec, 0, PROBE_MALFORMED,
			"uretprobe takes no source line: it sits where the function returns");
	if (uprobe_line_is(spec))
		return uprobe_line_parse(spec, a, err);
	int ret = check_parts(spec, err);

	if (!ret && spec->part_count == 1)
		probe_insert_part(spec, 0, "");
	unsigned last = spec->part_count - 1;

	if (!ret && last == 2)
		ret = parse_language(spec, err);
	if (ret)
		return ret;
	const char *function = spec->parts[last];

	if (last == 1 && !spec->part_quoted[1] && strchr(function, '+'))
		return parse_offset(spec, last, a, err);
	if (last == 1 && !spec->part_quoted[1] && function[0] >= '0' && function[0] <= '9')
		ret = parse_address(spec, last, err);
	else if (strstr(function, "::"))
		spec->numbers[UPROBE_FLAGS] |= UPROBE_BY_SOURCE;
	probe_complete(spec, a);
	return ret;
}

static int uprobe_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	if (uprobe_line_is(spec))
		return uprobe_line_list(spec, a, visit, arg, err);
	if (!*spec->parts[0] && !binaries_implied(spec))
		return binaries_unnamed(spec, spec->parts[1], a, err);
	return uprobe_find(spec, a, visit, arg, err);
}

/* Registers that arguments are in. */
static size_t words_of(const struct probe_spec *spec, const uint16_t **offsets)
{
	*offsets = has_flag(spec, UPROBE_GO) ? go_word_offset : word_offset;
	return has_flag(spec, UPROBE_GO_STACK) ? 0
		: has_flag(spec, UPROBE_GO) ? ARRAY_SIZE(go_word_offset)
		: ARRAY_SIZE(word_offset);
}

static int uprobe_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	(void)a;
	(void)err;
	*out = (struct probe_carries){
		.has_registers = true, .context = "struct pt_regs", .words_user = true
	};
	const uint16_t *offsets;

	out->has_user_func = !is_return(spec);
	out->enters = enters(spec);
	if (!is_return(spec))
		out->word_count = (uint32_t)words_of(spec, &offsets);
	else if (!has_flag(spec, UPROBE_GO_STACK))
		out->retval = &type_raw;
	return 0;
}

static struct user_place place_of(const struct probe_spec *spec)
{
	uint64_t behind = has_flag(spec, UPROBE_HAS_INSIDE) ? 0 : spec->numbers[UPROBE_INSIDE];

	return (struct user_place){
		.path = spec->parts[0],
		.offset = spec->numbers[UPROBE_OFFSET] - behind,
		.symbol = spec->parts[1],
		.is_return = is_return(spec),
		.debug_path = probe_debug_path(spec),
	};
}

static void uprobe_describe(
	const struct probe_spec *spec, struct arena *a, struct probe_carries *io)
{
	struct user_place place = place_of(spec);
	struct user_function f;

	io->args_missing = user_function(&place, a, &f);
	if (io->args_missing)
		return;
	if (is_return(spec)) {
		io->retval = f.retval && io->retval ? f.retval : io->retval;
		io->retval_c_type = f.retval_c_type;
		return;
	}
	io->has_args = true;
	io->args = f.args;
	io->arg_count = f.arg_count;
}

static const struct kernel_btf *uprobe_types(const struct probe_spec *spec)
{
	return user_types(spec->parts[0], probe_debug_path(spec));
}

/* The ways to what uprobe_describe() told of, if it is used. */
static void plan_described(const struct probe_spec *spec, const struct probe_use *use,
	struct arena *a, struct probe_plan *out)
{
	struct user_place place = place_of(spec);
	struct user_function f;

	if ((!use->args && !use->whole_args && !use->retval) || user_function(&place, a, &f))
		return;
	out->args = f.accesses;
	if (f.retval)
		out->retval = f.retval_access;
}

static const char *uprobe_program(const struct probe_spec *spec)
{
	return spec->parts[0];
}

static int uprobe_variable(const struct probe_spec *spec, const char *name, struct arena *a,
	struct probe_variable *out, struct probe_error *err)
{
	struct user_place place = place_of(spec);

	return user_variable(&place, name, a, out, err);
}

static int uprobe_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	const uint16_t *offsets;
	size_t count = words_of(spec, &offsets);
	struct access *words = arena_new_array(a, struct access, count + 1);
	bool by_kernel = is_return(spec) && !has_flag(spec, UPROBE_AT_RETURN);

	(void)err;
	for (size_t i = 0; i < count; i++)
		words[i] = (struct access){ .kind = ACCESS_CTX, .offset = offsets[i], .size = 8 };
	*out = (struct probe_plan){
		.words = words,
		.retval = { .kind = ACCESS_CTX, .offset = PT_RESULT, .size = 8 },
		.stack_pointer = { .kind = ACCESS_CTX, .offset = PT_STACK_POINTER, .size = 8 },
		.stack_bits = 23,       /* the usual limit of a stack, 8 MiB */
		.stack_popped = by_kernel ? RETURN_POPS : 0,
	};
	if (enters(spec))
		out->return_address = (struct access)RETURN_ADDRESS;
	plan_described(spec, use, a, out);
	uprobe_plan_place(spec,
		&(struct uprobe_place){
			.path = spec->parts[0],
			.identity = spec->own,
			.offset = spec->numbers[UPROBE_OFFSET],
			.is_return = by_kernel,
		},
		use, a, out);
	return 0;
}

const struct provider uprobe_provider = {
	.name = "uprobe",
	.aliases = "u",
	.form = "uprobe:binary:function[+offset]",
	.help = "entry of a function of a program or library",
	.example = "uprobe:libc:malloc { @[comm] = sum(arg0); }",
	.probetype = "uprobe",
	.flags = PROVIDER_USER | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.parse = uprobe_parse,
	.list = uprobe_list,
	.carries = uprobe_carries,
	.describe = uprobe_describe,
	.types = uprobe_types,
	.variable = uprobe_variable,
	.program = uprobe_program,
	.plan = uprobe_plan,
	.attach = uprobe_attach,
	.attach_many = uprobe_attach_many,
};

static bool uretprobe_entry(const struct probe_spec *spec, struct arena *a, struct probe_spec *out)
{
	/* a goroutine may return on another thread than it was called on, and on another stack */
	if (has_flag(spec, UPROBE_AT_RETURN))
		return false;
	*out = probe_renamed(spec, &uprobe_provider, a);
	return true;
}

const struct provider uretprobe_provider = {
	.name = "uretprobe",
	.aliases = "ur",
	.form = "uretprobe:binary:function",
	.help = "return of a function of a program or library",
	.example = "uretprobe:/bin/bash:readline { printf(\"%s\\n\", str(retval)); }",
	.probetype = "uretprobe",
	.flags = PROVIDER_NESTS | PROVIDER_WILDCARDS | PROVIDER_SIGNALS,
	.entry = uretprobe_entry,
	.parse = uprobe_parse,
	.list = uprobe_list,
	.carries = uprobe_carries,
	.describe = uprobe_describe,
	.types = uprobe_types,
	.variable = uprobe_variable,
	.program = uprobe_program,
	.plan = uprobe_plan,
	.attach = uprobe_attach,
	.attach_many = uprobe_attach_many,
};
