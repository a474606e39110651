/* compiler/main.c - sonde-compile: reads a request on stdin, writes the image on stdout or
 * diagnostics on stderr, and leaves with the exit code of output.md chapter 5.  It leaves with
 * _exit(): freeing what the kernel frees anyway, LLVM's tables above all, is waste. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "probes/btf.h"
#include "probes/debug_file.h"
#include "probes/kernel_feature.h"
#include "probes/kfunctions.h"
#include "probes/probe_filter.h"
#include "compiler/builtin.h"
#include "compiler/compilation.h"
#include "compiler/config.h"
#include "compiler/fact.h"
#include "compiler/rows.h"
#include "compiler/serve.h"
#include "compiler/witness.h"

/* Larger than any request can be; larger input is a mistake or an attack. */
#define REQUEST_MAX (64u << 20)

/** What the request asks for beside the compilation itself. */
struct job {
	struct compilation c;
	const char **stages;
	uint32_t stage_count;
	const char **params, **script_directories, **include_path, **include_files;
	int32_t *pids;
	bool records;
	bool shows_progress;
	const char *functions; /* --traceable-functions */
	bool coloured;
	int record_fd;       /* takes what is to be kept beside the image; 0: nobody asks */
	const char *problem; /* of the person: exit 1 */
	const char *damage;  /* of the machinery: exit 4 */
};

static void leave(int code, const char *fmt, const char *what)
{
	fprintf(stderr, fmt, what);
	fflush(stderr);
	_exit(code);
}

static bool request_is_complete(const struct buffer *in)
{
	struct request_item item;
	size_t cursor = 0;
	int got;

	while ((got = request_next(in->data, in->len, &cursor, &item)) == 1)
		;
	return got == 0;
}

/* Until the request's own end or the end of the input: the other side may keep the pipe open. */
static void read_request(struct buffer *in)
{
	const size_t piece = 256 << 10;

	while (in->len < REQUEST_MAX) {
		char *to = buffer_reserve(in, piece);
		ssize_t n = to ? read(STDIN_FILENO, to, piece) : -1;

		if (n < 0 && to && errno == EINTR)
			continue;
		if (n < 0)
			leave(EXIT_CODE_ENVIRONMENT, "sonde: error: cannot read the request: %s\n",
			    strerror(to ? errno : ENOMEM));
		if (n == 0)
			return;
		in->len += (size_t)n;
		if (request_is_complete(in))
			return;
	}
	leave(EXIT_CODE_SCRIPT, "sonde: error: the request is larger than %s\n", "64 MiB");
}

/* Room for every repeated entry, so that the arrays need not grow. */
static void count_items(struct job *job, const struct buffer *in)
{
	uint32_t counts[REQUEST_TAG_COUNT] = {0};
	struct request_item item;
	size_t cursor = 0;
	int got;

	while ((got = request_next(in->data, in->len, &cursor, &item)) == 1)
		counts[item.tag]++;
	if (got < 0)
		job->damage = "the request is damaged";
	job->params = arena_new_array(job->c.arena, const char *, counts[REQUEST_PARAM] + 1);
	job->pids = arena_new_array(job->c.arena, int32_t, counts[REQUEST_PID] + 1);
	job->script_directories = arena_new_array(job->c.arena, const char *, counts[REQUEST_SCRIPT_DIRECTORY] + 1);
	job->include_path = arena_new_array(job->c.arena, const char *, counts[REQUEST_INCLUDE_PATH] + 1);
	job->include_files = arena_new_array(job->c.arena, const char *, counts[REQUEST_INCLUDE] + 1);
	job->stages = arena_new_array(job->c.arena, const char *, counts[REQUEST_DEBUG_STAGE] + 1);
	job->c.sources.items = arena_new_array(job->c.arena, struct source, 1);
	if (counts[REQUEST_SCRIPT_TEXT] != 1 || counts[REQUEST_SCRIPT_NAME] > 1)
		job->damage = "the request does not hold exactly one script";
}

static void take_pid(struct job *job, const struct request_item *item)
{
	char *end;

	errno = 0;
	long pid = strtol(item->text, &end, 10);

	if (errno || end == item->text || *end || pid <= 0 || pid > 0x400000)
		job->damage = "the request holds a process id that is none";
	else
		job->pids[job->c.pid_count++] = (int32_t)pid;
}

static void take_config(struct job *job, const struct request_item *item)
{
	const char *problem = config_set(&job->c.config, job->c.arena, item->text);

	if (problem && !job->problem)
		job->problem = problem;
}

static void take_forbidden(struct job *job, const struct request_item *item)
{
	enum kernel_feature f = kernel_feature_find(item->text);

	if (f == KERNEL_FEATURE_COUNT)
		job->damage = "the request forbids a feature that is none";
	else
		kernel_feature_forbid(f);
}

static void take_goal(struct job *job, const struct request_item *item)
{
	static const char *const goals[] = {
	    [GOAL_CHECK] = "check",
	    [GOAL_HELP] = "help",
	    [GOAL_FORMAT] = "format",
	    [GOAL_FORM] = "form",
	    [GOAL_COMPLETE] = "complete",
	    [GOAL_TYPE] = "type",
	    [GOAL_OBJECT] = "object",
	    [GOAL_TIMES] = "times",
	    [GOAL_ROWS] = "rows",
	};

	for (size_t i = 0; i < ARRAY_SIZE(goals); i++)
		if (goals[i] && str_eq(item->text, goals[i])) {
			job->c.goal = (enum goal)i;
			return;
		}
	job->damage = "the request asks for something unknown";
}

static void take_looks(struct job *job, const struct request_item *item)
{
	job->record_fd = atoi(item->text);
	if (job->record_fd > STDERR_FILENO)
		witness_start();
	else
		job->damage = "the request names a descriptor that is none";
}

/* Items that say yes by being there. */
static const size_t flag_of[REQUEST_TAG_COUNT] = {
	[REQUEST_FOLLOW] = offsetof(struct job, c.follow),
	[REQUEST_HAS_COMMAND] = offsetof(struct job, c.has_command),
	[REQUEST_PORTABLE] = offsetof(struct job, c.portable),
	[REQUEST_PROMPT] = offsetof(struct job, c.at_prompt),
	[REQUEST_UNSAFE] = offsetof(struct job, c.unsafe),
	[REQUEST_VERIFY_LLVM] = offsetof(struct job, c.verifies_llvm),
	[REQUEST_RECORDS] = offsetof(struct job, records),
	[REQUEST_COLOR] = offsetof(struct job, coloured),
	[REQUEST_COUNT_RUNS] = offsetof(struct job, c.counts_runs),
	[REQUEST_WARN_FAILURES] = offsetof(struct job, c.warn_failures),
	[REQUEST_NO_WARNINGS] = offsetof(struct job, c.no_warnings),
};

static void take_item(struct job *job, const struct request_item *item)
{
	struct source *script = &job->c.sources.items[0];

	switch (item->tag) {
	case REQUEST_SCRIPT_NAME:
		script->name = item->text;
		break;
	case REQUEST_SCRIPT_TEXT:
		script->text = item->text;
		script->len = item->len;
		break;
	case REQUEST_EARLIER:
		job->c.earlier = item->text;
		break;
	case REQUEST_PARAM:
		job->params[job->c.param_count++] = item->text;
		break;
	case REQUEST_SCRIPT_DIRECTORY:
		job->script_directories[job->c.script_directory_count++] = item->text;
		break;
	case REQUEST_INCLUDE_PATH:
		job->include_path[job->c.include_count++] = item->text;
		break;
	case REQUEST_INCLUDE:
		job->include_files[job->c.include_file_count++] = item->text;
		break;
	case REQUEST_PID:
		take_pid(job, item);
		break;
	case REQUEST_COMMAND_PATH:
		job->c.command_path = item->text;
		break;
	case REQUEST_DEBUG_STAGE:
		job->stages[job->stage_count++] = item->text;
		break;
	case REQUEST_CONFIG:
		take_config(job, item);
		break;
	case REQUEST_NO_FEATURE:
		take_forbidden(job, item);
		break;
	case REQUEST_PROBE_FILTER:
		probe_filter_set(item->text, &job->damage);
		break;
	case REQUEST_GOAL:
		take_goal(job, item);
		break;
	case REQUEST_FUNCTIONS:
		job->functions = item->text;
		break;
	case REQUEST_EMIT_LLVM:
		job->c.llvm_prefix = item->text;
		break;
	case REQUEST_BTF:
		job->c.btf_path = item->text;
		break;
	case REQUEST_DEBUG_FILE_PATH:
		debug_file_set_path(item->text);
		break;
	case REQUEST_FOLLOW:
	case REQUEST_HAS_COMMAND:
	case REQUEST_PORTABLE:
	case REQUEST_PROMPT:
	case REQUEST_UNSAFE:
	case REQUEST_RECORDS:
	case REQUEST_COLOR:
	case REQUEST_COUNT_RUNS:
	case REQUEST_WARN_FAILURES:
	case REQUEST_NO_WARNINGS:
	case REQUEST_VERIFY_LLVM:
		*(bool *)((char *)job + flag_of[item->tag]) = true;
		break;
	case REQUEST_LOOKS:
		take_looks(job, item);
		break;
	case REQUEST_TAG_COUNT:
		break;
	}
}

static void read_job(struct job *job, const struct buffer *in)
{
	struct compilation *c = &job->c;
	struct request_item item;
	size_t cursor = 0;

	c->arena = arena_new();
	if (!c->arena)
		leave(EXIT_CODE_ENVIRONMENT, "sonde: error: %s\n", "out of memory");
	c->diags = diags_new(c->arena);
	c->facts = arena_new_object(c->arena, struct facts);
	diags_set_sources(c->diags, &c->sources);
	config_defaults(&c->config);
	count_items(job, in);
	if (job->damage)
		return;
	c->sources.items[0].name = "<stdin>";
	c->sources.count = 1;
	while (request_next(in->data, in->len, &cursor, &item) == 1)
		take_item(job, &item);
	log_set_colour(job->coloured);
	c->params = job->params;
	c->script_directories = job->script_directories;
	c->include_path = job->include_path;
	c->include_files = job->include_files;
	c->pids = job->pids;
}

static int write_all(int fd, const struct buffer *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n = write(fd, b->data + done, b->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		done += (size_t)n;
	}
	return 0;
}

/* An answer that cannot be kept has no record. */
static void write_record(const struct job *job, const struct buffer *said)
{
	struct buffer looks = { 0 }, record = { 0 };

	if (witness_put(&looks)) {
		struct request_record head = { .said_len = said->len, .looks_len = looks.len };

		buffer_append(&record, &head, sizeof(head));
		buffer_append(&record, said->data, said->len);
		buffer_append(&record, looks.data, looks.len);
		if (!record.failed)
			write_all(job->record_fd, &record);
	}
}

int main(int argc, char **argv)
{
	struct job job = {0};
	struct buffer in = {0}, messages = {0};

	if (argc == 2 && (str_eq(argv[1], "--version") || str_eq(argv[1], "-V"))) {
		printf("sonde-compile v%s\n", SONDE_VERSION);
		return EXIT_CODE_OK;
	}
	if (argc == 2 && str_eq(argv[1], "--rows")) {
		rows_put(&messages);
		return write_all(STDOUT_FILENO, &messages) ? EXIT_CODE_ENVIRONMENT : EXIT_CODE_OK;
	}
	job.shows_progress = argc == 2 && str_eq(argv[1], "--progress");
	if (argc == 2 && str_eq(argv[1], "--serve"))
		serve(&job.shows_progress);
	else if (argc > 1 && !job.shows_progress)
		leave(EXIT_CODE_SCRIPT,
		    "sonde-compile: error: '%s' is not an option; it reads a request of sonde on "
		    "stdin\n",
		    argv[1]);
	/* a reader that went away is an error of write(), not a silent death */
	signal(SIGPIPE, SIG_IGN);
	read_request(&in);
	read_job(&job, &in);
	if (job.damage)
		leave(EXIT_CODE_INTERNAL, "sonde: error: internal error: %s; please report it\n",
		    job.damage);
	if (job.problem)
		leave(EXIT_CODE_SCRIPT, "sonde: error: %s\n", job.problem);

	if (job.c.btf_path && kernel_btf_set_file(job.c.btf_path))
		leave(EXIT_CODE_ENVIRONMENT, "sonde: error: '%s' holds neither types in BTF nor debug information\n",
		    job.c.btf_path);
	if (job.functions && kernel_functions_set_file(job.functions))
		leave(EXIT_CODE_ENVIRONMENT, "sonde: error: '%s' cannot be read\n", job.functions);
	if (job.c.goal == GOAL_CHECK)
		diags_forgive_environment(job.c.diags);

	if (job.shows_progress)
		progress_start();

	int code = compile(&job.c, job.stages, job.stage_count);

	progress_stop();

	if (job.records) {
		diags_put_records(job.c.diags, &job.c.sources, !job.c.no_warnings, &messages);
		write_all(STDOUT_FILENO, &messages);
	} else {
		diags_render(job.c.diags, &job.c.sources, !job.c.no_warnings, &messages);
		write_all(STDERR_FILENO, &messages);
	}
	if (code != EXIT_CODE_OK)
		_exit(code);
	if (job.record_fd)
		write_record(&job, &messages);

	int err = write_all(STDOUT_FILENO, &job.c.image);

	if (err)
		leave(EXIT_CODE_ENVIRONMENT, "sonde: error: cannot hand over the result: %s\n",
		    strerror(-err));
	_exit(EXIT_CODE_OK);
}
