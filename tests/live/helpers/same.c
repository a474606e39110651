/* tests/live/helpers/same.c - one program, two tracers, the same output?
 *
 * usage: same SONDE OTHER < PROGRAMS
 *         PROGRAMS are separated by lines of ---.  Each is run by both tracers with the command
 *         `same work`, and what they print is compared.  Left out on both sides: empty lines,
 *         blanks at the ends of lines, and the line that tells of attached probes.
 *        same work  The command: the same system calls each time, and no output.
 * Prints each program that does not print the same, with both texts, and at last how many do. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TEXT_MAX = 1 << 16, WRITES = 60, CALLS = 100, SEEKS = 10 };

static char self[4096];

/* The number is there for probes to look at. */
__attribute__((noinline)) int work(int number);
int work(int number)
{
	static char bytes[4096] = "\x01\x7f\x80\xff text";
	int fd = open("/dev/null", O_RDWR);

	for (int i = 0; i < WRITES; i++)
		if (syscall(SYS_write, fd, bytes, (size_t)(i * i % 97)) < 0)
			return 2;
	for (int i = 0; i < CALLS; i++)
		syscall(SYS_getppid);
	for (int i = 0; i < SEEKS; i++)
		syscall(SYS_lseek, fd, -1000L * (i - 5), SEEK_SET);
	syscall(SYS_openat, AT_FDCWD, "/nowhere/at all", O_RDONLY);
	return number == 0;
}

static char *read_text(FILE *file)
{
	char *text = malloc(TEXT_MAX);
	size_t len = text ? fread(text, 1, TEXT_MAX - 1, file) : 0;

	if (!text)
		exit(2);
	text[len] = '\0';
	return text;
}

/* What counts of a tracer's output. */
static char *without_layout(const char *text)
{
	char *out = malloc(strlen(text) + 2), *to = out;

	if (!out)
		exit(2);
	while (*text) {
		size_t len = strcspn(text, "\n"), kept = len;

		while (kept && text[kept - 1] == ' ')
			kept--;
		if (kept && strncmp(text, "Attaching ", 10)) {
			memcpy(to, text, kept);
			to += kept;
			*to++ = '\n';
		}
		text += len + (text[len] == '\n');
	}
	*to = '\0';
	return out;
}

static char *trace(const char *tracer)
{
	char command[3 * sizeof(self)], *text, *kept;
	FILE *out;

	snprintf(command, sizeof(command), "%s -c '%s work' p.bt 2>err", tracer, self);
	out = popen(command, "r");
	if (!out)
		exit(2);
	text = read_text(out);
	if (pclose(out)) {
		FILE *err = fopen("err", "r");

		if (err) {
			text = read_text(err);
			fclose(err);
		}
	}
	kept = without_layout(text);
	free(text);
	return kept;
}

static int compare(const char *program, const char *sonde, const char *other)
{
	FILE *file = fopen("p.bt", "w");
	char *ours, *theirs;
	int same;

	if (!file || fputs(program, file) < 0 || fclose(file))
		exit(2);
	ours = trace(sonde);
	theirs = trace(other);
	same = *ours && !strcmp(ours, theirs);
	if (!same)
		printf("%s\nsonde:\n%s\nthe other:\n%s\n", program, ours, theirs);
	free(ours);
	free(theirs);
	return same;
}

int main(int argc, char **argv)
{
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int same = 0, count = 0;
	char *text;

	if (argc == 2 && !strcmp(argv[1], "work"))
		return work(-5);
	if (argc != 3 || len < 0) {
		fprintf(stderr, "usage: same SONDE OTHER < PROGRAMS\n");
		return 2;
	}
	text = read_text(stdin);
	for (char *next; text && *text; text = next) {
		next = strstr(text, "\n---\n");
		if (next) {
			*next = '\0';
			next += 5;
		}
		same += compare(text, argv[1], argv[2]);
		count++;
	}
	printf("%d of %d\n", same, count);
	return same != count;
}
