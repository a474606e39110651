/* runtime/cli/main.c - `sonde`: options, then the script, the compiler, the session.  No LLVM here,
 * and no knowledge of the language. */
#include <stdio.h>

#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/build.h"
#include "runtime/cli/cache.h"
#include "runtime/cli/check.h"
#include "runtime/cli/complete.h"
#include "runtime/cli/doctor.h"
#include "runtime/cli/fmt.h"
#include "runtime/cli/info.h"
#include "runtime/cli/list.h"
#include "runtime/cli/options.h"
#include "runtime/cli/prompt.h"
#include "runtime/cli/put.h"
#include "runtime/cli/run.h"
#include "runtime/cli/start.h"
#include "runtime/cli/tools.h"
#include "runtime/cli/topics.h"

static int show(const struct options *o)
{
	struct buffer text = { 0 };
	int code = 0, put = 0;

	switch (o->action) {
	case DO_HELP:
		help_put(&text);
		break;
	case DO_VERSION:
		version_put(&text);
		break;
	case DO_LIST:
		code = list_probes(o, &text);
		break;
	case DO_CHECK:
		code = check_scripts(o, &text);
		break;
	case DO_SCRIPT_HELP:
		code = script_help(o, &text);
		break;
	case DO_FORMAT:
		code = fmt_run(o, &text);
		break;
	case DO_BUILD:
		code = build_run(o);
		break;
	case DO_CACHE:
		code = cache_command(o, &text);
		break;
	case DO_INFO:
		info_put(o, &text);
		break;
	case DO_DOCTOR:
		code = doctor_run(o, &text);
		break;
	case DO_TOOLS:
		code = tools_list(o, &text);
		break;
	case DO_TOPIC:
		code = help_topic(o, &text);
		break;
	case DO_RUN:
	case DO_REPL:
		break;
	}
	if (o->action != DO_BUILD && (!code || text.len))
		put = put_out(o, &text);
	buffer_free(&text);
	return MAX_OF(code, put);
}

static int usage(void)
{
	struct buffer text = { 0 };

	usage_put(&text);
	fprintf(stderr, "%s'sonde --help' lists the options\n", buffer_text(&text));
	buffer_free(&text);
	return EXIT_CODE_SCRIPT;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	int code;

	if (argc > 1 && str_eq(argv[1], "--complete"))
		return complete_words(argc - 2, argv + 2);
	code = start(&options, argc, argv);
	if (!code && options.action == DO_REPL)
		code = prompt_become(argv);
	else if (!code && options.action != DO_RUN)
		code = show(&options);
	else if (!code && (options.program || options.script))
		code = run_program(&options);
	else if (!code)
		code = prompt_possible() ? prompt_become(argv) : usage();
	options_free(&options);
	return code;
}
