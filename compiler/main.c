/* compiler/main.c - sonde-compile: reads a request on stdin, writes the image on stdout or
 * diagnostics on stderr, and leaves with the exit code of output.md chapter 5.  It leaves with
 * _exit(): freeing what the kernel frees anyway, LLVM's tables above all, is waste. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/progress.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/base/write_all.h"
#include "probes/btf.h"
#include "probes/kernel_feature.h"
#include "probes/kfunctions.h"
#include "probes/name_filter.h"
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
	struct stat st;

	while (in->len < REQUEST_MAX) {
		char *to = buffer_reserve(in, piece);
		ssize_t n = to ? read(STDIN_FILENO, to, piece) : -1;

		if (n < 0 && to && errno == EINTR)
			continue;
		if (n < 0)
			leave(EXIT_CODE_ENVIRONMENT, "sonde: error: cannot read the request: %s\n",
				strerror(to ? errno : ENOMEM));
		/* sonde, which is all that writes into a pipe here, was ended meanwhile: there is
		 * nobody to tell */
		if (n == 0 && !fstat(STDIN_FILENO, &st) && S_ISFIFO(st.st_mode))
			_exit(EXIT_CODE_INTERNAL);
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
	job->script_directories =
		arena_new_array(job->c.arena, const char *, counts[REQUEST_SCRIPT_DIRECTORY] + 1);
	job->include_path =
		arena_new_array(job->c.arena, const char *, counts[REQUEST_INCLUDE_PATH] + 1);
	job->include_files =
		arena_new_array(job->c.arena, const char *, counts[REQUEST_INCLUDE] + 1);
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
		job->pids[job->c.scope.pid_count++] = (int32_t)pid;
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
		job->c.forbidden |= 1u << f;
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

static void take_script(struct job *job, const struct request_item *item)
{
	source_set_text(&job->c.sources.items[0], item->text, item->len);
}

static void take_name(struct job *job, const struct request_item *item)
{
	job->c.sources.items[0].name = item->text;
}

static void take_filter(struct job *job, const struct request_item *item)
{
	job->c.filter = name_filter_new(item->text, job->c.arena, &job->damage);
}

/* What each item of a request is, and where it goes: a flag that is set by its being there, a text,
 * one more of a list, or what a function makes of it. */
static const struct item_row {
	enum { ITEM_UNKNOWN, ITEM_FLAG, ITEM_TEXT, ITEM_LIST, ITEM_CALL } kind;
	size_t at, count_at;
	void (*take)(struct job *job, const struct request_item *item);
} item_rows[REQUEST_TAG_COUNT] = {
#define FLAG(member) { .kind = ITEM_FLAG, .at = offsetof(struct job, member) }
#define TEXT(member) { .kind = ITEM_TEXT, .at = offsetof(struct job, member) }
#define LIST(list, count) \
	{ .kind = ITEM_LIST, .at = offsetof(struct job, list), \
	  .count_at = offsetof(struct job, count) }
#define CALL(function) { .kind = ITEM_CALL, .take = function }
	[REQUEST_SCRIPT_NAME] = CALL(take_name),
	[REQUEST_SCRIPT_TEXT] = CALL(take_script),
	[REQUEST_EARLIER] = TEXT(c.earlier),
	[REQUEST_DEFINITIONS] = TEXT(c.definitions),
	[REQUEST_PARAM] = LIST(params, c.param_count),
	[REQUEST_SCRIPT_DIRECTORY] = LIST(script_directories, c.script_directory_count),
	[REQUEST_INCLUDE_PATH] = LIST(include_path, c.include_count),
	[REQUEST_INCLUDE] = LIST(include_files, c.include_file_count),
	[REQUEST_PID] = CALL(take_pid),
	[REQUEST_COMMAND_PATH] = TEXT(c.command_path),
	[REQUEST_DEBUG_STAGE] = LIST(stages, stage_count),
	[REQUEST_CONFIG] = CALL(take_config),
	[REQUEST_NO_FEATURE] = CALL(take_forbidden),
	[REQUEST_PROBE_FILTER] = CALL(take_filter),
	[REQUEST_GOAL] = CALL(take_goal),
	[REQUEST_FUNCTIONS] = TEXT(functions),
	[REQUEST_EMIT_LLVM] = TEXT(c.llvm_prefix),
	[REQUEST_BTF] = TEXT(c.btf_path),
	[REQUEST_DEBUG_FILE_PATH] = TEXT(c.scope.debug_path),
	[REQUEST_LOOKS] = CALL(take_looks),
	[REQUEST_FOLLOW] = FLAG(c.follow),
	[REQUEST_HAS_COMMAND] = FLAG(c.has_command),
	[REQUEST_PORTABLE] = FLAG(c.portable),
	[REQUEST_PROMPT] = FLAG(c.at_prompt),
	[REQUEST_UNSAFE] = FLAG(c.unsafe),
	[REQUEST_VERIFY_LLVM] = FLAG(c.verifies_llvm),
	[REQUEST_RECORDS] = FLAG(records),
	[REQUEST_COLOR] = FLAG(coloured),
	[REQUEST_COUNT_RUNS] = FLAG(c.counts_runs),
	[REQUEST_WARN_FAILURES] = FLAG(c.warn_failures),
	[REQUEST_NO_WARNINGS] = FLAG(c.no_warnings),
#undef FLAG
#undef TEXT
#undef LIST
#undef CALL
};

static void take_item(struct job *job, const struct request_item *item)
{
	const struct item_row *row = &item_rows[item->tag];
	char *at = (char *)job + row->at;

	switch (row->kind) {
	case ITEM_UNKNOWN:
		job->damage = "the request holds an item that nobody takes";
		break;
	case ITEM_FLAG:
		*(bool *)at = true;
		break;
	case ITEM_TEXT:
		*(const char **)at = item->text;
		break;
	case ITEM_LIST:
		(*(const char ***)at)[(*(uint32_t *)((char *)job + row->count_at))++] = item->text;
		break;
	case ITEM_CALL:
		row->take(job, item);
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
	compilation_add_definitions(c);
	log_set_colour(job->coloured);
	c->params = job->params;
	c->script_directories = job->script_directories;
	c->include_path = job->include_path;
	c->include_files = job->include_files;
	c->scope.pids = job->pids;
}

/* An answer that cannot be kept has no record. */
static void write_record(const struct job *job, const struct buffer *said)
{
	struct buffer looks = { 0 }, record = { 0 };

	if (!job->c.is_untold && witness_put(&looks)) {
		struct request_record head = { .said_len = said->len, .looks_len = looks.len };

		buffer_append(&record, &head, sizeof(head));
		buffer_append(&record, said->data, said->len);
		buffer_append(&record, looks.data, looks.len);
		if (!record.failed)
			write_all(job->record_fd, record.data, record.len);
	}
}

/* What the request says of the machine, for all that is looked up. */
static void take_machine(struct job *job)
{
	if (job->c.btf_path && kernel_btf_set_file(job->c.btf_path))
		leave(EXIT_CODE_ENVIRONMENT,
			"sonde: error: '%s' holds neither types in BTF nor debug information\n",
			job->c.btf_path);
	if (job->functions && kernel_functions_set_file(job->functions))
		leave(EXIT_CODE_ENVIRONMENT, "sonde: error: '%s' cannot be read\n", job->functions);
	if (job->c.goal == GOAL_CHECK)
		diags_forgive_environment(job->c.diags);
}

/* What the compiler has to say: records for programs, or text for people. */
static void tell(const struct job *job, struct buffer *messages)
{
	if (job->records) {
		diags_put_records(job->c.diags, &job->c.sources, !job->c.no_warnings, messages);
		write_all(STDOUT_FILENO, messages->data, messages->len);
	} else {
		diags_render(job->c.diags, &job->c.sources, !job->c.no_warnings, messages);
		write_all(STDERR_FILENO, messages->data, messages->len);
	}
}

static int print_rows(void)
{
	struct buffer rows = { 0 };
	int err;

	rows_put(&rows);
	err = write_all(STDOUT_FILENO, rows.data, rows.len);
	buffer_free(&rows);
	return err ? EXIT_CODE_ENVIRONMENT : EXIT_CODE_OK;
}

int main(int argc, char **argv)
{
	struct job job = {0};
	struct buffer in = {0}, messages = {0};

	if (argc == 2 && (str_eq(argv[1], "--version") || str_eq(argv[1], "-V"))) {
		printf("sonde-compile v%s\n", SONDE_VERSION);
		return EXIT_CODE_OK;
	}
	if (argc == 2 && str_eq(argv[1], "--rows"))
		return print_rows();
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

	take_machine(&job);
	if (job.shows_progress)
		progress_start();

	int code = compile(&job.c, job.stages, job.stage_count);

	progress_stop();

	tell(&job, &messages);
	if (code != EXIT_CODE_OK)
		_exit(code);
	if (job.record_fd)
		write_record(&job, &messages);

	int err = write_all(STDOUT_FILENO, job.c.image.data, job.c.image.len);

	if (err)
		leave(EXIT_CODE_ENVIRONMENT, "sonde: error: cannot hand over the result: %s\n",
			strerror(-err));
	_exit(EXIT_CODE_OK);
}
