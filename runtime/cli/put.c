/* runtime/cli/put.c - what subcommands print.  Called by main() and by the prompt. */
#include "runtime/cli/put.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/cli/options.h"

int put_file(const char *path, const struct buffer *text)
{
	const char *name = path ? path : "standard output";
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : STDOUT_FILENO;
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
	if (fd >= 0 && done == text->len && !text->failed && (!path || !close(fd)))
		return EXIT_CODE_OK;
	log_error("%s: cannot write: %s", name, strerror(errno));
	return EXIT_CODE_ENVIRONMENT;
}

int put_out(const struct options *o, const struct buffer *text)
{
	return put_file(o->output_path, text);
}
