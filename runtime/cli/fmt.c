/* runtime/cli/fmt.c - `sonde fmt`: has the compiler lay out a script, and prints it, compares it,
 * or puts it in the place of the file at once.  Called by main(); what the layout is only the
 * compiler knows. */
#include "runtime/cli/fmt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/replace.h"
#include "runtime/cli/script.h"

static int put_in_place(
	const struct options *o, const struct script *script, const struct compiled *text)
{
	/* a link stays one */
	char *path = realpath(script->name, NULL);
	const struct file_part part = { text->bytes, text->len };
	struct stat like;
	int err =
		path && !stat(path, &like) ? replace_file(o->arena, path, &part, 1, &like) : -errno;

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

	bool same =
		text.len == script.len && (!text.len || !memcmp(text.bytes, script.text, text.len));

	if (o->check_layout) {
		if (!same)
			log_error("script '%s': not in canonical layout: 'sonde fmt' shows it",
				script.name);
		return same ? EXIT_CODE_OK : EXIT_CODE_SCRIPT;
	}
	if (o->in_place)
		return same ? EXIT_CODE_OK : put_in_place(o, &script, &text);
	buffer_append(out, text.bytes, text.len);
	return EXIT_CODE_OK;
}
