/* runtime/cli/fmt.c - `sonde fmt`: has the compiler lay out a script, and prints it, compares it, or puts it in the place
 * of the file at once.  Called by main(); what the layout is only the compiler knows. */
#include "runtime/cli/fmt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Bytes, mode and owner; only root keeps the owner of a file of somebody else. */
static int fill(int fd, const struct compiled *text, const struct stat *like)
{
	int err = write_all(fd, text->bytes, text->len);

	if (!err && fchown(fd, like->st_uid, like->st_gid) && errno != EPERM)
		err = -errno;
	if (!err && fchmod(fd, like->st_mode & 07777))
		err = -errno;
	if (!err && fsync(fd))
		err = -errno;
	return err;
}

/* A new file beside the old one takes its name: nobody ever sees half of it.  0 or -errno. */
static int replace(const struct options *o, const char *path, const struct compiled *text)
{
	const char *beside = arena_printf(o->arena, "%s.XXXXXX", path);
	char *temporary = arena_strdup(o->arena, beside);
	struct stat st;
	int fd, err;

	if (stat(path, &st))
		return -errno;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = fill(fd, text, &st);
	close(fd);
	if (!err && rename(temporary, path))
		err = -errno;
	if (err)
		unlink(temporary);
	return err;
}

static int put_in_place(const struct options *o, const struct script *script, const struct compiled *text)
{
	/* a link stays one */
	char *path = realpath(script->name, NULL);
	int err = path ? replace(o, path, text) : -errno;

	free(path);
	if (!err)
		return EXIT_CODE_OK;
	log_error("script '%s': cannot be written: %s", script->name, strerror(-err));
	return EXIT_CODE_ENVIRONMENT;
}

int fmt_run(const struct options *o, struct buffer *out)
{
	struct compiled text;
	struct script script;
	int code = script_load(o, &script);

	if (!code)
		code = compile_script(o, &script, COMPILE_FORMAT, &text);
	if (code)
		return code;

	bool same = text.len == script.len && (!text.len || !memcmp(text.bytes, script.text, text.len));

	if (o->check_layout) {
		if (!same)
			log_error("script '%s': not in canonical layout: 'sonde fmt' shows it", script.name);
		return same ? EXIT_CODE_OK : EXIT_CODE_SCRIPT;
	}
	if (o->in_place)
		return same ? EXIT_CODE_OK : put_in_place(o, &script, &text);
	buffer_append(out, text.bytes, text.len);
	return EXIT_CODE_OK;
}
