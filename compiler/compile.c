/* compiler/compile.c - the passes in order, and the driver that runs them.  Called by main.c once
 * per request.  Owns nothing: everything a pass makes lives in the compilation. */
#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/clock.h"
#include "runtime/base/progress.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"
#include "compiler/compilation.h"
#include "compiler/complete.h"
#include "compiler/fmt.h"
#include "compiler/named_parameter.h"
#include "compiler/prompt.h"
#include "compiler/rows.h"

struct pass {
	const char *name;
	void (*run)(struct compilation *c);
	void (*dump)(const struct compilation *c, struct buffer *out);
};

static void tree_dump(const struct compilation *c, struct buffer *out)
{
	ast_dump(c->program, out);
}

/* A pass reports to c->diags; the driver stops after the first pass that found errors. */
static const struct pass passes[] = {
	{"parse", parse_pass, tree_dump},
	{"config", config_pass, tree_dump},
	{"import", import_pass, tree_dump},
	{"expand", expand_pass, tree_dump},
	{"resolve", resolve_pass, tree_dump},
	{"check", check_pass, tree_dump},
	{"fold", fold_pass, tree_dump},
	{"layout", layout_pass, layout_dump},
	{"lower", lower_pass, lowered_dump},
	{"object", object_pass, object_dump},
	{"image", image_pass, image_dump},
};

static_assert(ARRAY_SIZE(passes) == STAGE_COUNT, "every pass is a stage for -d");

static bool is_wanted(const struct pass *p, const char *const *dump_after, uint32_t dump_count)
{
	for (uint32_t i = 0; i < dump_count; i++)
		if (str_eq(dump_after[i], "all") || str_eq(dump_after[i], p->name))
			return true;
	return false;
}

static void dump(const struct pass *p, const struct compilation *c)
{
	struct buffer out = {0};

	p->dump(c, &out);
	write_all(STDERR_FILENO, out.data, out.len);
	buffer_free(&out);
}

/* What --help shows: the comment at the script's start, and what it declares. */
static void write_help(struct compilation *c)
{
	const struct parameter *known;
	uint32_t count;

	named_parameters_collect(c);
	known = named_parameters_list(c, &count);
	parameter_help(&c->image, c->sources.items[0].text, known, count);
}

static void write_rows(struct compilation *c)
{
	rows_put(&c->image);
}

/* In the place of the image, which is of no use. */
static void write_times(struct compilation *c)
{
	c->image.len = 0;
	buffer_append(&c->image, c->pass_ns, sizeof(c->pass_ns));
}

static void write_layout(struct compilation *c)
{
	fmt_script(c, &c->image);
}

/* The pass before which the way to another goal than an image ends. */
static bool is_over(const struct compilation *c, const struct pass *p)
{
	switch (c->goal) {
	case GOAL_IMAGE:
	case GOAL_TIMES:
		return false;
	case GOAL_OBJECT:
		return str_eq(p->name, "image");
	case GOAL_CHECK:
		/* the layout asks what the machine has: in vain when it did not have it before */
		return str_eq(p->name, "lower") ||
			(diags_unchecked(c->diags) && str_eq(p->name, "layout"));
	case GOAL_HELP:
		return str_eq(p->name, "resolve");
	case GOAL_TYPE:
		return str_eq(p->name, "fold");
	case GOAL_FORMAT:
	case GOAL_FORM:
	case GOAL_COMPLETE:
	case GOAL_ROWS:
		/* each has the parser read the script in its own way, or not at all */
		return true;
	}
	return false;
}

/* The result of goals that no pass makes. */
static void write_result(struct compilation *c)
{
	static void (*const writers[])(struct compilation *c) = {
		[GOAL_HELP] = write_help,
		[GOAL_FORMAT] = write_layout,
		[GOAL_FORM] = prompt_write_form,
		[GOAL_COMPLETE] = complete_write,
		[GOAL_TYPE] = prompt_write_type,
		[GOAL_TIMES] = write_times,
		[GOAL_ROWS] = write_rows,
	};

	if (c->goal < ARRAY_SIZE(writers) && writers[c->goal])
		writers[c->goal](c);
}

static int run_passes(struct compilation *c, const char *const *dump_after, uint32_t dump_count)
{
	for (size_t i = 0; i < ARRAY_SIZE(passes) && !is_over(c, &passes[i]); i++) {
		uint64_t begin = clock_ns(CLOCK_MONOTONIC);

		progress_say("Compiling", 0);
		passes[i].run(c);
		c->pass_ns[i] = clock_ns(CLOCK_MONOTONIC) - begin;
		if (diags_have_errors(c->diags))
			return diags_exit_code(c->diags);
		if (is_wanted(&passes[i], dump_after, dump_count))
			dump(&passes[i], c);
	}
	write_result(c);
	return diags_exit_code(c->diags);
}

void compile_until(struct compilation *c, const char *end)
{
	for (size_t i = 0; !str_eq(passes[i].name, end) && !diags_have_errors(c->diags); i++)
		passes[i].run(c);
}

int compile(struct compilation *c, const char *const *dump_after, uint32_t dump_count)
{
	int code = run_passes(c, dump_after, dump_count);

	kernel_symbols_free(c);
	return code;
}
