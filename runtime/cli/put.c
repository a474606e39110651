/* runtime/cli/put.c - what subcommands print.  Called by main() and by the prompt. */
#include "runtime/cli/put.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/json.h"
#include "runtime/base/log.h"
#include "runtime/base/write_all.h"
#include "runtime/cli/options.h"

int put_file(const char *path, const struct buffer *text)
{
	const char *name = path ? path : "standard output";
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : STDOUT_FILENO;
	int err = fd < 0 ? -errno : write_all(fd, text->data, text->len);

	if (path && fd >= 0 && close(fd) && !err)
		err = -errno;
	if (text->failed && !err)
		err = -ENOMEM;
	if (!err || err == -EPIPE)
		return EXIT_CODE_OK;
	log_error("%s: cannot write: %s", name, strerror(-err));
	return EXIT_CODE_ENVIRONMENT;
}

int put_out(const struct options *o, const struct buffer *text)
{
	return put_file(o->output_path, text);
}

void put_record(
	struct buffer *out, const char *type, const struct put_member *members, size_t count)
{
	buffer_printf(out, "{\"type\": \"%s\", \"data\": {", type);
	for (size_t i = 0; i < count; i++) {
		buffer_printf(out, "%s\"%s\": ", i ? ", " : "", members[i].name);
		if (members[i].text)
			json_put_string(out, members[i].text, strlen(members[i].text));
		else
			buffer_puts(out, "null");
	}
	buffer_puts(out, "}}\n");
}
