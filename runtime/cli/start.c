/* runtime/cli/start.c - what comes first in each program that takes sonde's command line.  Called
 * by their main(). */
#include "runtime/cli/start.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "probes/btf.h"
#include "probes/kfunctions.h"
#include "runtime/base/log.h"
#include "runtime/cli/options.h"

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

/* The types of another kernel in the place of this one's (Z26). */
static int types_from(const char *path)
{
	int err = kernel_btf_set_file(path);

	if (!err)
		return 0;
	log_error("option '--btf': '%s' cannot be used: %s", path,
		err == -EINVAL ? "it holds neither types in BTF nor debug information"
			: strerror(-err));
	return EXIT_CODE_ENVIRONMENT;
}

/* The functions of another list in the place of the kernel's (Z21). */
static int functions_from(const char *path)
{
	int err = kernel_functions_set_file(path);

	if (!err)
		return 0;
	log_error("option '--traceable-functions': '%s' cannot be used: %s", path,
		err == -EINVAL ? "it is empty" : strerror(-err));
	return EXIT_CODE_ENVIRONMENT;
}

/* What the options say of this machine, for all that follows. */
static int take_machine(const struct options *o)
{
	int code = 0;

	if (o->btf)
		code = types_from(o->btf);
	if (!code && o->functions)
		code = functions_from(o->functions);
	return code;
}

int start(struct options *o, int argc, char **argv)
{
	struct arena *arena = arena_new();
	int code;

	standard_descriptors();
	if (!arena) {
		log_error("out of memory");
		return EXIT_CODE_ENVIRONMENT;
	}
	code = options_parse(o, arena, argc, argv);
	if (code)
		return code;
	if (o->verbose)
		log_set_level(LOG_VERBOSE);
	return take_machine(o);
}
