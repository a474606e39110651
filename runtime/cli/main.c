/* runtime/cli/main.c - `sonde`: options, then the script, the compiler, the session.  No LLVM here,
 * and no knowledge of the language. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/kernel_feature.h"
#include "probes/kfunctions.h"
#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/build.h"
#include "runtime/cli/cache.h"
#include "runtime/cli/check.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/doctor.h"
#include "runtime/cli/fmt.h"
#include "runtime/cli/info.h"
#include "runtime/cli/list.h"
#include "runtime/cli/options.h"
#include "runtime/cli/parameters.h"
#include "runtime/cli/script.h"
#include "runtime/cli/topics.h"
#include "runtime/portable.h"
#include "runtime/privileges.h"
#include "runtime/report.h"
#include "runtime/session.h"

/* Descriptors 0 to 2 that came closed must not be given to a map or a probe.  Opened for reading,
 * so that writing data there still fails. */
static void standard_descriptors(void)
{
	while (1) {
		int fd = open("/dev/null", O_RDONLY);

		if (fd > STDERR_FILENO)
			close(fd);
		if (fd < 0 || fd > STDERR_FILENO)
			return;
	}
}

/* Text to stdout or to the file of -o: listings, help, version, records of `check`.  A reader that went away is no
 * error. */
static int put_out(const struct options *o, const struct buffer *text)
{
	const char *name = o->output_path ? o->output_path : "standard output";
	int fd = o->output_path
			 ? open(o->output_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)
			 : STDOUT_FILENO;
	size_t done = 0;

	while (fd >= 0 && done < text->len) {
		ssize_t n = write(fd, text->data + done, text->len - done);

		if (n < 0 && errno == EPIPE)
			return EXIT_CODE_OK;
		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (text->failed)
		errno = ENOMEM;
	if (fd >= 0 && done == text->len && !text->failed && (!o->output_path || !close(fd)))
		return EXIT_CODE_OK;
	log_error("%s: cannot write: %s", name, strerror(errno));
	return EXIT_CODE_ENVIRONMENT;
}

static int show(const struct options *o)
{
	struct buffer text = { 0 };
	int code = 0, put = 0;

	switch (o->action) {
	case DO_HELP:
		help_put(&text);
		break;
	case DO_VERSION:
		version_put(&text);
		break;
	case DO_LIST:
		code = list_probes(o, &text);
		break;
	case DO_CHECK:
		code = check_scripts(o, &text);
		break;
	case DO_SCRIPT_HELP:
		code = script_help(o, &text);
		break;
	case DO_FORMAT:
		code = fmt_run(o, &text);
		break;
	case DO_BUILD:
		code = build_run(o);
		break;
	case DO_CACHE:
		code = cache_command(o, &text);
		break;
	case DO_INFO:
		info_put(&text);
		break;
	case DO_DOCTOR:
		code = doctor_run(o, &text);
		break;
	case DO_TOPIC:
		code = help_topic(o, &text);
		break;
	case DO_RUN:
		break;
	}
	if (o->action != DO_BUILD && (!code || text.len))
		put = put_out(o, &text);
	buffer_free(&text);
	return MAX_OF(code, put);
}

static int open_bytes(const struct script *script, const void *bytes, size_t len, struct image *image)
{
	const char *reason = "out of memory";
	int err = image_open(image, bytes, len, &reason);

	if (!err)
		return 0;
	log_error("image of '%s': cannot be run: %s", script->name, reason);
	return err == -ENOMEM || script_is_image(script) ? EXIT_CODE_ENVIRONMENT : EXIT_CODE_INTERNAL;
}

/* A portable image becomes one for this machine first, in memory of `settled`. */
static int open_image(
	const struct options *o, const struct script *script, const struct compiled *compiled, struct buffer *settled, struct image *image)
{
	const struct portable_options about = {
		.pids = o->pids,
		.pid_count = o->pid_count,
		.follow = o->follow,
		.command_path = o->command ? command_find(o, o->command[0]) : NULL,
		.warnings = o->warnings,
	};
	int code = open_bytes(script, compiled->bytes, compiled->len, image), err;

	if (code)
		return code;
	if (o->stats && o->warnings && !(image->header->flags & IMAGE_COUNTS_RUNS))
		log_warn("image of '%s': runs are not counted: it was built without --stats", script->name);
	if (!(image->header->flags & IMAGE_PORTABLE))
		return 0;
	err = portable_settle(image, &about, settled);
	image_close(image);
	if (err)
		return EXIT_CODE_ENVIRONMENT;
	return open_bytes(script, settled->data, settled->len, image);
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
		.json_int = o->json_int,
		.mode = o->mode,
		.quiet = o->quiet,
		.verbose = o->verbose,
		.warnings = o->warnings,
		.dry_run = o->dry_run,
		.semaphores_in_memory = o->semaphores_in_memory,
		.pids = o->pids,
		.pid_count = o->pid_count,
		.dwarf_pids = o->dwarf_pids,
		.dwarf_pid_count = o->dwarf_pid_count,
		.command = o->command,
		.command_path = o->command ? command_find(o, o->command[0]) : NULL,
		.child_status = o->child_status,
		.ready_fd = o->ready_fd,
		.duration_ns = o->duration_ns,
		.max_overhead = o->max_overhead,
		.stats = o->stats,
		.strict = o->strict,
	};
	struct image image;
	struct buffer settled = { 0 };
	int code = open_image(o, script, compiled, &settled, &image);

	if (code)
		return code;
	session.image = &image;
	code = parameters_take(o, &image, &session.patches, &session.patch_count);
	if (!code)
		code = session_run(&session);
	image_close(&image);
	buffer_free(&settled);
	return code;
}

static int run(const struct options *o)
{
	struct compiled compiled;
	struct script script;
	int code;

	/* dumps of the compiler need no privileges; a run does, and says so before it looks at
	 * anything else */
	if (!o->stage_count && privileges_check()) {
		report_point_to_doctor();
		return EXIT_CODE_ENVIRONMENT;
	}
	if (o->command && !command_find(o, o->command[0])) {
		log_error("command '%s': not found, or not executable", o->command[0]);
		return EXIT_CODE_ENVIRONMENT;
	}
	code = script_load(o, &script);
	if (code)
		return code;
	if (script_is_image(&script))
		compiled = (struct compiled){ .bytes = script.text, .len = script.len };
	else
		code = compile_script(o, &script, COMPILE_IMAGE, &compiled);
	if (code == EXIT_CODE_ENVIRONMENT)
		report_point_to_doctor();
	if (code)
		return code;
	code = run_image(o, &script, &compiled);
	compiled_release(&compiled);
	return code;
}

/* The types of another kernel in the place of this one's (Z26). */
static int types_from(const char *path)
{
	int err = kernel_btf_set_file(path);

	if (!err)
		return 0;
	log_error("option '--btf': '%s' cannot be used: %s", path,
		err == -EINVAL ? "it holds neither types in BTF nor debug information" : strerror(-err));
	return EXIT_CODE_ENVIRONMENT;
}

/* The functions of another list in the place of the kernel's (Z21). */
static int functions_from(const char *path)
{
	int err = kernel_functions_set_file(path);

	if (!err)
		return 0;
	log_error("option '--traceable-functions': '%s' cannot be used: %s", path, err == -EINVAL ? "it is empty" : strerror(-err));
	return EXIT_CODE_ENVIRONMENT;
}

/* What the options say of this machine, for all that follows. */
static int take_machine(const struct options *o)
{
	int code = 0;

	for (uint32_t i = 0; i < o->no_feature_count; i++)
		kernel_feature_forbid(kernel_feature_find(o->no_features[i]));
	if (o->btf)
		code = types_from(o->btf);
	if (!code && o->functions)
		code = functions_from(o->functions);
	return code;
}

static int usage(void)
{
	struct buffer text = { 0 };

	usage_put(&text);
	fprintf(stderr, "%s'sonde --help' lists the options\n", buffer_text(&text));
	buffer_free(&text);
	return EXIT_CODE_SCRIPT;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	int code;

	standard_descriptors();
	if (!arena) {
		log_error("out of memory");
		return EXIT_CODE_ENVIRONMENT;
	}
	code = options_parse(&options, arena, argc, argv);
	if (!code) {
		if (options.verbose)
			log_set_level(LOG_VERBOSE);
		code = take_machine(&options);
		if (code)
			goto out;
		if (options.action != DO_RUN)
			code = show(&options);
		else
			code = options.program || options.script ? run(&options) : usage();
	}
out:
	arena_free(arena);
	return code;
}
