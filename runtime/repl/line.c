/* runtime/repl/line.c - reads lines with readline, in a loop of its own: signals are let in only
 * where it waits, so that they find the terminal, and readline, in a state that is known.  Owns the
 * signals of the process.  Called by repl.c. */
#include "runtime/repl/line.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/history.h>

#include "runtime/base/util.h"
#include "runtime/cli/history.h"

/* A line of that many bytes is not drawn anew for each of them that comes. */
#define DRAWN_AT_ONCE 2000

static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH };

/* readline has one line, so there is one of this. */
static struct {
	volatile sig_atomic_t came[NSIG];
	sigset_t before, held;  /* signals that are held back: before line_open(), and since */
	char *line;
	bool done, over;
	line_complete_fn complete;
	void *arg;
	struct {
		char **items;   /* offered; readline frees them one by one */
		size_t count, capacity;
	} words;
	size_t word_next;
	int word_start;         /* where readline takes the word to begin */
	bool wants_files;
} reading;

static void note(int number)
{
	reading.came[number] = 1;
}

static bool take(int number)
{
	bool came = reading.came[number];

	reading.came[number] = 0;
	return came;
}

/* Those that wait; while there is input, waiting for it would not do that. */
static void let_signals_in(void)
{
	sigprocmask(SIG_SETMASK, &reading.before, NULL);
	sigprocmask(SIG_SETMASK, &reading.held, NULL);
}

static void on_line(char *line)
{
	reading.line = line;
	reading.over = !line;
	reading.done = true;
	rl_callback_handler_remove();
}

static bool asks_for_end(void)
{
	return reading.came[SIGTERM] || reading.came[SIGHUP];
}

/* The next byte for readline, which may also wait for one where it asks a question: Ctrl-C is an
 * answer to that. */
static int next_byte(FILE *in)
{
	struct pollfd input = { .fd = fileno(in), .events = POLLIN };
	unsigned char byte;
	ssize_t n;

	while (!reading.came[SIGINT] && !asks_for_end()) {
		if (ppoll(&input, 1, NULL, &reading.before) <= 0)
			continue;
		n = read(input.fd, &byte, 1);
		if (n == 1)
			return byte;
		if (n == 0 || (errno != EINTR && errno != EAGAIN))
			return EOF;
	}
	return CTRL('G');
}

static int input_waiting(void)
{
	int count = 0;

	return ioctl(STDIN_FILENO, FIONREAD, &count) ? 0 : count;
}

/* Drawing takes as long as the line is, so for a long one that is being pasted it waits for the
 * last byte. */
static void draw(void)
{
	if (rl_end < DRAWN_AT_ONCE || !input_waiting())
		rl_redisplay();
}

/* Completion */

void line_offer(int start, const char *word)
{
	char *whole;
	int err;

	/* readline wants what stands in the place of its word, and ours may begin elsewhere */
	if (start >= reading.word_start)
		err = asprintf(&whole, "%.*s%s", start - reading.word_start,
			rl_line_buffer + reading.word_start, word);
	else
		err = (size_t)(reading.word_start - start) < strlen(word)
			? asprintf(&whole, "%s", word + (reading.word_start - start))
			: -1;
	if (err >= 0 && !VEC_PUSH(&reading.words, whole))
		free(whole);
}

void line_offer_files(void)
{
	reading.wants_files = true;
}

static char *next_word(const char *text, int state)
{
	(void)text;
	if (!state)
		reading.word_next = 0;
	return reading.word_next < reading.words.count ? reading.words.items[reading.word_next++]
		: NULL;
}

static char **attempt(const char *text, int start, int end)
{
	char *line = strndup(rl_line_buffer, (size_t)end);
	char **matches = NULL;

	rl_attempted_completion_over = 1;
	rl_completion_append_character = '\0';
	reading.words.count = 0;
	reading.word_start = start;
	reading.wants_files = false;
	if (line)
		reading.complete(line, end, reading.arg);
	if (reading.words.count)
		matches = rl_completion_matches(text, next_word);
	else if (reading.wants_files)
		matches = rl_completion_matches(text, rl_filename_completion_function);
	free(line);
	return matches;
}

void line_open(line_complete_fn complete, void *arg)
{
	struct sigaction action = { .sa_handler = note }, ignore = { .sa_handler = SIG_IGN };

	/* letters of other languages are edited as letters; numbers stay as they are */
	setlocale(LC_CTYPE, "");
	reading.complete = complete;
	reading.arg = arg;
	rl_readline_name = "sonde";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_getc_function = next_byte;
	rl_attempted_completion_function = attempt;
	rl_completer_word_break_characters = " \t\n\"'><=;|&{}(),:!~?[]";
	rl_completer_quote_characters = "";
	rl_instream = stdin;
	rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
	rl_initialize();
	/* not before: whoever draws by himself is taken for one without a terminal then */
	rl_redisplay_function = draw;
	using_history();
	stifle_history(HISTORY_ENTRIES_MOST);

	sigprocmask(SIG_SETMASK, NULL, &reading.before);
	reading.held = reading.before;
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
		sigaction(caught[i], &action, NULL);
		sigaddset(&reading.held, caught[i]);
	}
	sigaction(SIGQUIT, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigprocmask(SIG_SETMASK, &reading.held, NULL);
}

void line_remember(const char *entry)
{
	const HIST_ENTRY *last =
		history_length ? history_get(history_base + history_length - 1) : NULL;

	if (!last || strcmp(last->line, entry))
		add_history(entry);
}

/* Stop as the terminal asks for, with the terminal as it was. */
static void stop_for_a_while(const char *prompt)
{
	struct sigaction normal = { .sa_handler = SIG_DFL }, action = { .sa_handler = note };
	char *line = strdup(rl_line_buffer);
	int at = rl_point;

	rl_callback_handler_remove();
	sigaction(SIGTSTP, &normal, NULL);
	raise(SIGTSTP);
	let_signals_in();
	sigaction(SIGTSTP, &action, NULL);
	rl_callback_handler_install(prompt, on_line);
	if (line)
		rl_insert_text(line);
	rl_point = line ? at : 0;
	rl_forced_update_display();
	free(line);
}

static void leave_line(const char *mark)
{
	rl_point = rl_end;
	rl_redisplay();
	fputs(mark, rl_outstream);
	rl_free_line_state();
	rl_callback_sigcleanup();
	rl_callback_handler_remove();
	fputc('\n', rl_outstream);
	fflush(rl_outstream);
}

enum line_end line_read(const char *prompt, char **line)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	reading.line = NULL;
	reading.done = reading.over = false;
	rl_reset_screen_size();
	rl_callback_handler_install(prompt, on_line);
	while (!reading.done) {
		let_signals_in();
		if (asks_for_end()) {
			leave_line("");
			return LINE_TERMINATED;
		}
		if (take(SIGINT)) {
			leave_line("^C");
			return LINE_CANCELLED;
		}
		if (take(SIGTSTP))
			stop_for_a_while(prompt);
		if (take(SIGWINCH))
			rl_resize_terminal();
		if (ppoll(&input, 1, NULL, &reading.before) > 0)
			rl_callback_read_char();
	}
	*line = reading.line;
	return reading.over ? LINE_OVER : LINE_READ;
}

bool line_terminated(void)
{
	return asks_for_end();
}

int line_wait(int pid)
{
	struct sigaction normal = { .sa_handler = SIG_DFL }, action = { .sa_handler = note };
	struct pollfd end = { .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };
	sigset_t stop = reading.before;
	int status = 0;

	/* Ctrl-Z stops us together with what runs */
	sigaction(SIGTSTP, &normal, NULL);
	take(SIGINT);
	while (end.fd >= 0 && ppoll(&end, 1, NULL, &stop) <= 0) {
		if (take(SIGINT))
			kill(pid, SIGINT);
		if (asks_for_end()) {
			kill(pid, SIGTERM);
			sigaddset(&stop, SIGTERM);
			sigaddset(&stop, SIGHUP);
		}
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	close(end.fd);
	take(SIGINT);
	sigaction(SIGTSTP, &action, NULL);
	return status;
}

void line_release_signals(void)
{
	struct sigaction normal = { .sa_handler = SIG_DFL };

	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaction(caught[i], &normal, NULL);
	sigaction(SIGQUIT, &normal, NULL);
	sigaction(SIGPIPE, &normal, NULL);
	sigprocmask(SIG_SETMASK, &reading.before, NULL);
}
