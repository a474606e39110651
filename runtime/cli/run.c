/* runtime/cli/run.c - one run: the script becomes an image, the image a session.  Called by main()
 * and by the prompt. */
#include "runtime/cli/run.h"

#include <errno.h>

#include "probes/library.h"
#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/codegen.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/parameters.h"
#include "runtime/cli/put.h"
#include "runtime/cli/script.h"
#include "runtime/portable.h"
#include "runtime/privileges.h"
#include "runtime/report.h"
#include "runtime/session.h"

static int open_bytes(
	const struct script *script, const void *bytes, size_t len, struct image *image)
{
	const char *reason = "out of memory";
	int err = image_open(image, bytes, len, &reason);

	if (!err)
		return 0;
	log_error("image of '%s': cannot be run: %s", script->name, reason);
	return err == -ENOMEM || script_is_image(script) ? EXIT_CODE_ENVIRONMENT
		: EXIT_CODE_INTERNAL;
}

/* A portable image becomes one for this machine first, in memory of `settled`. */
static int open_image(const struct options *o, const struct script *script,
	const struct compiled *compiled, struct buffer *settled, struct image *image)
{
	struct portable_options about = {
		.pids = o->pids,
		.pid_count = o->pid_count,
		.follow = o->follow,
		.command_path = o->command ? library_program(o->command[0], o->arena) : NULL,
		.debug_path = o->debuginfo,
		.forbidden = o->forbidden,
		.filter = o->filter,
		.warnings = o->warnings,
	};
	int code = open_bytes(script, compiled->bytes, compiled->len, image), err;

	if (code)
		return code;
	if (o->stats && o->warnings && !(image->header->flags & IMAGE_COUNTS_RUNS))
		log_warn("image of '%s': runs are not counted: it was built without --stats",
			script->name);
	if (!(image->header->flags & IMAGE_PORTABLE))
		return 0;
	about.words = parameters_positional(o, image, &about.word_count);
	err = portable_settle(image, &about, settled);
	image_close(image);
	if (err)
		return EXIT_CODE_ENVIRONMENT;
	return open_bytes(script, settled->data, settled->len, image);
}

static bool shows_verifier(const struct options *o)
{
	for (uint32_t i = 0; i < o->stage_count; i++)
		if (str_eq(o->stages[i], STAGE_VERIFIER))
			return true;
	return false;
}

static int run_image(
	const struct options *o, const struct script *script, const struct compiled *compiled)
{
	struct session_options session = {
		.sink = o->sink,
		.output_path = o->output_path,
		.flame_path = o->flame_path,
		.flush = o->flush,
		.escape = o->escape,
		.colour = o->colour,
		.json_int = o->json_int,
		.mode = o->mode,
		.quiet = o->quiet,
		.verbose = o->verbose,
		.warnings = o->warnings,
		.dry_run = o->dry_run,
		.semaphores_in_memory = o->semaphores_in_memory,
		.pids = o->pids,
		.pid_count = o->pid_count,
		.debug_path = o->debuginfo,
		.dwarf_pids = o->dwarf_pids,
		.dwarf_pid_count = o->dwarf_pid_count,
		.command = o->command,
		.command_path = o->command ? library_program(o->command[0], o->arena) : NULL,
		.child_status = o->child_status,
		.ready_fd = o->ready_fd,
		.duration_ns = o->duration_ns,
		.max_overhead = o->max_overhead,
		.shows_verifier = shows_verifier(o),
		.stats = o->stats,
		.strict = o->strict,
	};
	struct image image;
	struct buffer settled = { 0 };
	int code = open_image(o, script, compiled, &settled, &image);

	if (code)
		goto out;
	session.image = &image;
	code = parameters_take(o, &image, &session.patches, &session.patch_count);
	if (!code)
		code = session_run(&session);
	image_close(&image);
out:
	buffer_free(&settled);
	return code;
}

/* The run ends with the generated code. */
static bool ends_with_code(const struct options *o)
{
	return o->extent != EXTENT_ALL || o->object_path;
}

static int make_code(const struct options *o, const struct script *script)
{
	const char *path = o->object_path ? o->object_path : o->output_path;
	struct buffer result = { 0 };
	int code = codegen_run(o, script, &result);

	if (code == EXIT_CODE_ENVIRONMENT)
		report_point_to_doctor();
	if (!code && (result.len || result.failed))
		code = put_file(path && str_eq(path, "-") ? NULL : path, &result);
	buffer_free(&result);
	return code;
}

int run_script(const struct options *o, const struct script *script)
{
	struct compiled compiled;
	int code = 0;

	if (ends_with_code(o))
		return make_code(o, script);
	if (script_is_image(script))
		compiled = (struct compiled){ .bytes = script->text, .len = script->len };
	else
		code = compile_script(o, script, COMPILE_IMAGE, &compiled);
	if (code == EXIT_CODE_ENVIRONMENT)
		report_point_to_doctor();
	if (code)
		return code;
	code = run_image(o, script, &compiled);
	compiled_release(&compiled);
	return code;
}

int run_allowed(const struct options *o)
{
	/* the compiler and its dumps need no privileges; a run does, and says so before it looks at
	 * anything else */
	if (!o->stage_count && !ends_with_code(o) && privileges_check()) {
		report_point_to_doctor();
		return EXIT_CODE_ENVIRONMENT;
	}
	if (o->command && !library_program(o->command[0], o->arena)) {
		log_error("command '%s': not found, or not executable", o->command[0]);
		return EXIT_CODE_ENVIRONMENT;
	}
	return 0;
}

int run_program(const struct options *o)
{
	struct script script;
	int code = run_allowed(o);

	if (!code)
		code = script_load(o, &script);
	return code ? code : run_script(o, &script);
}
