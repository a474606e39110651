/* runtime/cli/compile.c - says in a request what sonde-compile is to make of a script, and has it
 * answered (compiler_process.c).  Or finds that the image was made before, and asks nobody.  Called
 * by main(). */
#include "runtime/cli/compile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/kernel_feature.h"
#include "probes/library.h"
#include "probes/name_filter.h"
#include "runtime/base/file_access.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/cache.h"
#include "runtime/cli/compiler_process.h"
#include "runtime/cli/environment.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"

const char *libexec_path(struct arena *a, const char *program)
{
	static const char *const places[] = { "", "../libexec/sonde/" };
	const char *own = executable_directory(a);

	for (size_t i = 0; own && i < ARRAY_SIZE(places); i++) {
		const char *path = arena_printf(a, "%s/%s%s", own, places[i], program);

		if (!file_access(path, X_OK))
			return path;
	}
	return NULL;
}

const char *compiler_path(struct arena *a)
{
	return libexec_path(a, "sonde-compile");
}

static void put_text(struct buffer *request, enum request_tag tag, const char *text)
{
	request_put(request, tag, text, strlen(text));
}

/* Where imports are searched, too. */
static void put_script_directories(struct buffer *request, struct arena *a)
{
	const char *dirs[SCRIPT_DIRECTORIES_MAX];
	size_t count = script_directories(a, dirs);

	for (size_t i = 0; i < count; i++)
		put_text(request, REQUEST_SCRIPT_DIRECTORY, dirs[i]);
}

static void put_flag(struct buffer *request, enum request_tag tag, bool on)
{
	if (on)
		put_text(request, tag, "1");
}

/* Dumps of passes are made anew each time, and what asks for them has nothing in the place of an
 * image that was kept. */
static bool is_kept(const struct options *o, enum compile_goal goal)
{
	return goal == COMPILE_IMAGE && !o->no_cache && !o->stage_count && !o->llvm_prefix &&
		!o->verifies_llvm;
}

/* The script is compiled as it would run. */
static bool is_for_run(enum compile_goal goal)
{
	return goal == COMPILE_IMAGE || goal == COMPILE_OBJECT || goal == COMPILE_TIMES;
}

static void request_build(const struct options *o, const struct script *script,
	enum compile_goal goal, struct buffer *request)
{
	const char *command = o->command ? library_program(o->command[0], o->arena) : NULL;
	static const char *const goals[] = {
		[COMPILE_CHECK] = "check", [COMPILE_HELP] = "help", [COMPILE_FORMAT] = "format",
		[COMPILE_FORM] = "form", [COMPILE_COMPLETE] = "complete", [COMPILE_TYPE] = "type",
		[COMPILE_OBJECT] = "object", [COMPILE_TIMES] = "times", [COMPILE_ROWS] = "rows",
	};

	if (goals[goal])
		put_text(request, REQUEST_GOAL, goals[goal]);
	else if (is_kept(o, goal))
		put_text(request, REQUEST_LOOKS, TEXT_OF(REQUEST_RECORD_FD));
	put_flag(request, REQUEST_PORTABLE, goal == COMPILE_PORTABLE);
	put_flag(request, REQUEST_RECORDS, goal == COMPILE_CHECK && o->sink->structured);
	put_flag(request, REQUEST_PROMPT, script->is_typed);
	if (script->earlier)
		put_text(request, REQUEST_EARLIER, script->earlier);
	if (script->definitions)
		put_text(request, REQUEST_DEFINITIONS, script->definitions);
	put_text(request, REQUEST_SCRIPT_NAME, script->name);
	request_put(request, REQUEST_SCRIPT_TEXT, script->text, script->len);
	for (uint32_t i = 0; i < o->word_count && is_for_run(goal); i++)
		put_text(request, REQUEST_PARAM, o->words[i]);
	for (uint32_t i = 0; i < o->pid_count; i++)
		put_text(request, REQUEST_PID, arena_printf(o->arena, "%d", o->pids[i]));
	put_flag(request, REQUEST_FOLLOW, o->follow);
	put_flag(request, REQUEST_HAS_COMMAND, o->command != NULL);
	if (command)
		put_text(request, REQUEST_COMMAND_PATH, command);
	put_flag(request, REQUEST_UNSAFE, o->unsafe);
	for (uint32_t i = 0; i < o->stage_count; i++)
		put_text(request, REQUEST_DEBUG_STAGE, o->stages[i]);
	put_script_directories(request, o->arena);
	for (uint32_t i = 0; i < o->include_path_count; i++)
		put_text(request, REQUEST_INCLUDE_PATH, o->include_path[i]);
	for (uint32_t i = 0; i < o->include_count; i++)
		put_text(request, REQUEST_INCLUDE, o->includes[i]);
	for (enum kernel_feature f = 0; f < KERNEL_FEATURE_COUNT; f++)
		if (o->forbidden & 1u << f)
			put_text(request, REQUEST_NO_FEATURE, kernel_feature_name(f));
	if (o->filter)
		put_text(request, REQUEST_PROBE_FILTER, name_filter_text(o->filter));
	if (o->btf)
		put_text(request, REQUEST_BTF, o->btf);
	if (o->functions)
		put_text(request, REQUEST_FUNCTIONS, o->functions);
	if (o->debuginfo)
		put_text(request, REQUEST_DEBUG_FILE_PATH, o->debuginfo);
	if (o->llvm_prefix)
		put_text(request, REQUEST_EMIT_LLVM, o->llvm_prefix);
	put_flag(request, REQUEST_VERIFY_LLVM, o->verifies_llvm);
	environment_config(o->arena, request);
	put_flag(request, REQUEST_COUNT_RUNS, o->stats);
	put_flag(request, REQUEST_WARN_FAILURES, o->failures);
	put_flag(request, REQUEST_NO_WARNINGS, !o->warnings);
	/* beside an image, what was said about its script is kept as it was shown */
	put_flag(request, REQUEST_COLOR, log_has_colour());
	request_finish(request);
}

/* The image that was kept, or one that the compiler makes now and that is kept for the next
 * time. */
static int compile_or_take(
	const struct compiler *compiler, const struct buffer *request, struct compiled *out)
{
	struct compiled record = { 0 };
	struct image_cache cache;
	int code = 0;

	image_cache_open(&cache, compiler->path, request);
	if (!image_cache_read(&cache, out)) {
		code = compiler_answer(compiler, request, out, &record);
		if (!code)
			image_cache_write(&cache, out, &record);
		compiled_release(&record);
	}
	image_cache_close(&cache);
	return code;
}

int compile_script(const struct options *o, const struct script *script, enum compile_goal goal,
	struct compiled *out)
{
	struct compiler compiler = {
		.path = compiler_path(o->arena),
		.server = o->compile_server,
		/* what is written on stderr meanwhile would run into it */
		.progress = is_for_run(goal) && !o->quiet && !o->stage_count,
	};
	struct compiled record = { 0 };
	struct buffer request = { 0 };
	int code = EXIT_CODE_ENVIRONMENT;

	*out = (struct compiled){ 0 };
	if (script_is_image(script)) {
		log_error(
			"script '%s': is an image, and this needs the script that it was built from",
			script->name);
		return EXIT_CODE_ENVIRONMENT;
	}
	if (!compiler.path) {
		log_error(
			"sonde-compile: not found beside sonde nor in ../libexec/sonde: is the installation complete?");
		return EXIT_CODE_ENVIRONMENT;
	}
	request_build(o, script, goal, &request);
	if (request.failed)
		log_error("script '%s': out of memory", script->name);
	else if (is_kept(o, goal))
		code = compile_or_take(&compiler, &request, out);
	else
		code = compiler_answer(&compiler, &request, out, &record);
	if (!code && (is_for_run(goal) || goal == COMPILE_PORTABLE) && !out->len) {
		log_error("sonde-compile: internal error: it wrote nothing: " PLEASE_REPORT);
		code = EXIT_CODE_INTERNAL;
	}
	buffer_free(&request);
	return code;
}
