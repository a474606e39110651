/* tests/live/run.c - runs the live cases: programs that are loaded into this kernel.
 * tests/live/case.h says how cases are written.
 *
 * usage: run [--list] [--kernel] SONDE HELPERS FILE.t...
 *
 * Prints one line a case: "ok - file: name", "not ok - ...", "ok - ... # SKIP reason".  --list says
 * which would run and which would be skipped; --kernel leaves out the cases that need nothing: no
 * kernel makes a difference to them.  SONDE_TEST_SLOWNESS=N in the environment multiplies all
 * timeouts: for emulated processors. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/live/case.h"
#include "tests/live/features.h"

enum { READY_FD = 9 };

struct live {
	const char *file;
	struct case_keys keys;
	char why[512]; /* why it failed */
	double deadline;
	pid_t groups[KEYS_MAX + 2]; /* of processes started, killed at the end */
	size_t group_count;
	pid_t sonde;
	int ready;
	char *out, *err;
};

static const char *sonde, *helpers;
static double slowness = 1; /* all timeouts are multiplied with it */
static bool only_list;
static bool only_kernel;
static char directory[] = "/tmp/sonde-live-XXXXXX";

static const char *get(const struct live *c, const char *name)
{
	return case_get(&c->keys, name);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static bool fail(struct live *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool fail(struct live *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (!*c->why)
		vsnprintf(c->why, sizeof(c->why), fmt, ap);
	va_end(ap);
	return false;
}

static void live_free(struct live *c)
{
	case_clear(&c->keys);
	free(c->out);
	free(c->err);
	*c = (struct live){ .file = c->file };
}

/* What the machine has */

/* Each is looked for once: some are found in long lists, and an emulated processor is slow. */
static bool has_feature_once(const char *word)
{
	static struct {
		char *word;
		bool has;
	} known[64];
	size_t i = 0;

	while (i < 63 && known[i].word && strcmp(known[i].word, word))
		i++;
	if (!known[i].word || strcmp(known[i].word, word)) {
		free(known[i].word);
		known[i].word = strdup(word);
		known[i].has = has_feature(word);
	}
	return known[i].has;
}

/* The first feature that is missing, or NULL. */
static const char *missing(const struct live *c)
{
	static char word[128];
	const char *at = get(c, "needs");

	while (at && *(at += strspn(at, " ,\n"))) {
		size_t len = strcspn(at, " ,\n");

		snprintf(word, sizeof(word), "%.*s", (int)len, at);
		if (!has_feature_once(word))
			return word;
		at += len;
	}
	return NULL;
}

/* Running */

static pid_t start_shell(
	struct live *c, const char *command, const char *out, const char *err, int ready)
{
	pid_t pid = fork();

	if (pid) {
		setpgid(pid, pid);
		c->groups[c->group_count++] = pid;
		return pid;
	}
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (chdir(directory))
		_exit(127);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
	dup2(open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
	if (ready >= 0)
		dup2(ready, READY_FD);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Wait until the deadline; the exit code, 128 + signal, or -1 when the time is over and the process
 * was killed. */
static int wait_until(struct live *c, pid_t pid)
{
	struct pollfd end = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	double left = c->deadline - now();
	int status, ended;

	ended = poll(&end, 1, left > 0 ? (int)(left * 1000) : 0);
	close(end.fd);
	if (ended <= 0) {
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
		return -1;
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char *path_of(const char *name)
{
	char *path;

	if (asprintf(&path, "%s.%s", directory, name) < 0)
		exit(2);
	return path;
}

static char *slurp(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = fopen(path, "r");

	if (!f || getdelim(&text, &size, EOF, f) < 0) {
		free(text);
		text = strdup("");
	}
	if (f)
		fclose(f);
	return text;
}

/* Kill what a case has left running, and wait until it is gone: the next case must not meet it.
 * What has lost its parent is a child of ours then, whatever group or session it is in. */
static void end_all(struct live *c)
{
	pid_t left;
	FILE *f;

	do {
		for (size_t i = 0; i < c->group_count; i++)
			kill(-c->groups[i], SIGKILL);
		f = fopen("/proc/thread-self/children", "r");
		while (f && fscanf(f, "%d", &left) == 1)
			kill(left, SIGKILL);
		if (f)
			fclose(f);
	} while (waitpid(-1, NULL, f ? 0 : WNOHANG) > 0);
}

/* All commands of one kind; false when one fails. */
static bool run_commands(struct live *c, const char *kind)
{
	char *out = path_of("cmd"), *err = path_of("cmderr");
	bool good = true;

	for (size_t i = 0; good && i < c->keys.count; i++) {
		int code;

		if (strcmp(c->keys.items[i].name, kind))
			continue;
		code = wait_until(c, start_shell(c, c->keys.items[i].text, out, err, -1));
		if (code) {
			char *said = slurp(out), *more = slurp(err);

			good = fail(c, "'%s' %s (code %d): %s%s", kind,
				code < 0 ? "took too long" : "failed", code, said, more);
			free(said);
			free(more);
		}
	}
	unlink(out);
	unlink(err);
	free(out);
	free(err);
	return good;
}

/* Wait for the line that says that everything is attached, or for sonde's end. */
static void wait_ready(struct live *c)
{
	struct pollfd p = { .fd = c->ready, .events = POLLIN };
	double left = c->deadline - now();

	poll(&p, 1, left > 0 ? (int)(left * 1000) : 0);
}

static void start_sonde(struct live *c, const char *out, const char *err)
{
	const char *args = get(c, "args"), *program = get(c, "prog"), *env = get(c, "env");
	char *command;
	int fds[2];

	setenv("PROGRAM", program ? program : get(c, "script"), 1);
	if (pipe2(fds, O_CLOEXEC) ||
		asprintf(&command, "%s%s\nexec \"$SONDE\" --ready-fd %d %s \"$PROGRAM\" %s",
			env ? "export " : "", env ? env : "", READY_FD, program ? "-e" : "",
			args ? args : "") < 0)
		exit(2);
	c->sonde = start_shell(c, command, out, err, fds[1]);
	close(fds[1]);
	c->ready = fds[0];
	free(command);
}

static int signal_number(const char *name)
{
	for (int i = 1; i < NSIG; i++)
		if (sigabbrev_np(i) && !strcmp(sigabbrev_np(i), name))
			return i;
	return 0;
}

static const char *stop_signal(const struct live *c)
{
	const char *stop = get(c, "stop"), *args = get(c, "args");
	bool ends = (get(c, "prog") && strstr(get(c, "prog"), "exit(")) ||
			(args && (strstr(args, "-c ") || strstr(args, "--cmd")));

	if (!stop)
		stop = !get(c, "run") || ends ? "none" : "INT";
	return strcmp(stop, "none") ? stop : NULL;
}

/* prog: start, wait until it is ready, run the workload, wait for the end.  The exit code, or -1.
 */
static int run_program(struct live *c, const char *out, const char *err)
{
	const char *stop = stop_signal(c);
	char pid[16];
	bool good;
	int code;

	start_sonde(c, out, err);
	wait_ready(c);
	snprintf(pid, sizeof(pid), "%d", c->sonde);
	setenv("PID", pid, 1);
	good = run_commands(c, "run");
	if (stop || !good)
		kill(c->sonde, good ? signal_number(stop) : SIGKILL);
	code = wait_until(c, c->sonde);
	close(c->ready);
	return code;
}

/* Comparing */

static bool line_matches(struct live *c, const char *regex, char **at)
{
	char *copy = strdup(*at), *save = NULL;
	bool found = false;
	regex_t re;

	if (regcomp(&re, regex, REG_EXTENDED | REG_NOSUB)) {
		free(copy);
		return fail(c, "bad regular expression: %s", regex);
	}
	for (char *line = strtok_r(copy, "\n", &save); line && !found;
		line = strtok_r(NULL, "\n", &save))
		if (!regexec(&re, line, 0, NULL, 0)) {
			found = true;
			*at += (line - copy) + strlen(line);
		}
	regfree(&re);
	free(copy);
	return found;
}

/* Equal but for empty lines at the end. */
static bool same_text(const char *want, const char *got)
{
	size_t want_len = strlen(want), got_len = strlen(got);

	while (want_len && want[want_len - 1] == '\n')
		want_len--;
	while (got_len && got[got_len - 1] == '\n')
		got_len--;
	return want_len == got_len && !memcmp(want, got, got_len);
}

static bool compare(struct live *c, int code)
{
	const char *exit_code = get(c, "exit");
	char *at = c->out;
	bool good = true;

	if (code != (exit_code ? atoi(exit_code) : 0))
		good = fail(c, code < 0 ? "took too long" : "exit code %d", code);
	for (size_t i = 0; i < c->keys.count; i++) {
		const char *name = c->keys.items[i].name, *text = c->keys.items[i].text;
		char *any = c->err, *from = c->out;

		if (!strcmp(name, "expect") && !same_text(text, c->out))
			good = fail(c, "stdout differs");
		else if (!strcmp(name, "stderr") && !same_text(text, c->err))
			good = fail(c, "stderr differs");
		else if (!strcmp(name, "expect-re") && !line_matches(c, text, &at))
			good = fail(c, "no line of stdout matches: %s", text);
		else if (!strcmp(name, "stderr-re") && !line_matches(c, text, &any))
			good = fail(c, "no line of stderr matches: %s", text);
		else if (!strcmp(name, "reject-re") && line_matches(c, text, &from))
			good = fail(c, "a line of stdout matches: %s", text);
	}
	return good;
}

/* One case from start to end */

static int remove_entry(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	return ftw->level ? remove(path) : 0;
}

static bool case_run(struct live *c)
{
	const char *command = get(c, "sh"), *seconds = get(c, "timeout");
	char *out = path_of("out"), *err = path_of("err");
	int code = -1;
	bool good;

	setenv("OUT", out, 1);
	setenv("ERR", err, 1);
	chmod(directory, 0700);
	c->deadline = now() + slowness * (seconds ? atof(seconds) : 60);
	good = run_commands(c, "before");
	if (good && command)
		code = wait_until(c, start_shell(c, command, out, err, -1));
	else if (good)
		code = run_program(c, out, err);
	c->out = slurp(out);
	c->err = slurp(err);
	good = good && !*c->why && compare(c, code) && run_commands(c, "after");
	end_all(c);
	unlink(out);
	unlink(err);
	free(out);
	free(err);
	nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return good;
}

static void show(const char *what, const char *text)
{
	int lines = 0;

	printf("# %s:\n", what);
	for (; *text && lines++ < 60; text += strcspn(text, "\n") + !!text[strcspn(text, "\n")])
		printf("#   %.*s\n", (int)strcspn(text, "\n"), text);
}

static bool case_finish(struct live *c)
{
	const char *name = get(c, "name"), *lacks = missing(c), *unknown = case_unknown_key(&c->keys);
	bool good;

	if (!c->keys.count)
		return true;
	if (unknown || !name || !!get(c, "prog") + !!get(c, "script") + !!get(c, "sh") != 1) {
		printf("not ok - %s: %s\n# a case needs a name, and either prog, script or sh%s%s\n",
			c->file, name ? name : "?", unknown ? "; unknown key: " : "",
			unknown ? unknown : "");
		live_free(c);
		return false;
	}
	if (only_kernel && !get(c, "needs")) {
		live_free(c);
		return true;
	}
	good = lacks || only_list || case_run(c);
	if (lacks)
		printf("ok - %s: %s # SKIP needs %s\n", c->file, name, lacks);
	else
		printf("%s - %s: %s\n", good ? "ok" : "not ok", c->file, name);
	if (!good) {
		show("why", c->why);
		if (get(c, "expect"))
			show("expected", get(c, "expect"));
		show("stdout", c->out);
		show("stderr", c->err);
	}
	fflush(stdout);
	live_free(c);
	return good;
}

static bool run_file(const char *path)
{
	struct live c = { .file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path };
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	bool good = true;

	while (f && (len = getline(&line, &size, f)) >= 0) {
		if (len && line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (!strcmp(line, "---")) {
			good &= case_finish(&c);
		} else if (!case_line(&c.keys, line)) {
			printf("not ok - %s: cannot read the line: %s\n", c.file, line);
			good = false;
		}
	}
	good &= f && case_finish(&c);
	free(line);
	if (f)
		fclose(f);
	return good;
}

/* Files that cases use lie beside them. */
static void set_data(const char *file)
{
	char *path = NULL, *real = realpath(file, NULL), *slash = real ? strrchr(real, '/') : NULL;

	if (slash && asprintf(&path, "%.*s/data", (int)(slash - real), real) > 0)
		setenv("TESTDATA", path, 1);
	free(path);
	free(real);
}

int main(int argc, char **argv)
{
	const char *slow = getenv("SONDE_TEST_SLOWNESS");
	bool good = true;
	char *cache;

	for (; argc > 1 && argv[1][0] == '-'; argv++, argc--) {
		only_list |= !strcmp(argv[1], "--list");
		only_kernel |= !strcmp(argv[1], "--kernel");
	}
	if (argc < 3) {
		fprintf(stderr, "usage: run [--list] [--kernel] SONDE HELPERS FILE.t...\n");
		return 2;
	}
	if (slow && atof(slow) > 0)
		slowness = atof(slow);
	sonde = realpath(argv[1], NULL);
	helpers = realpath(argv[2], NULL);
	if (!sonde || !mkdtemp(directory)) {
		fprintf(stderr, "live: %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	setenv("SONDE", sonde, 1);
	setenv("TESTBIN", helpers ? helpers : "", 1);
	setenv("TMP", directory, 1);
	/* every program is compiled once in a run of the cases, and what earlier runs kept is not
	 * looked at */
	cache = path_of("cache");
	setenv("SONDE_CACHE_DIR", cache, 1);
	set_data(argv[3]);
	setenv("LC_ALL", "C", 1);
	setenv("TZ", "UTC", 1);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (int i = 3; i < argc; i++)
		good &= run_file(argv[i]);
	rmdir(directory);
	nftw(cache, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	rmdir(cache);
	return good ? 0 : 1;
}
