/* runtime/cli/complete_values.c - what may stand where a value is wanted: names of formats, stages,
 * scripts, processes.  Named by the rows of options and commands. */
#include <ctype.h>
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "probes/kernel_feature.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/complete.h"
#include "runtime/cli/options.h"
#include "runtime/cli/script.h"
#include "runtime/cli/tools.h"
#include "runtime/cli/topics.h"
#include "runtime/external.h"
#include "runtime/summary.h"

void complete_file(struct completion *c)
{
	c->also = "files";
}

void complete_directory(struct completion *c)
{
	c->also = "directories";
}

void complete_command(struct completion *c)
{
	c->also = "commands";
}

void complete_named_script(struct completion *c)
{
	struct tools tools = tools_find(c->arena);

	for (uint32_t i = 0; i < tools.count; i++)
		completion_offer(c, tools.items[i].name, tools.items[i].question);
}

void complete_script(struct completion *c)
{
	complete_named_script(c);
	complete_file(c);
}

void complete_format(struct completion *c)
{
	for (size_t i = 0; sinks[i]; i++)
		completion_offer(c, sinks[i]->name, sinks[i]->help);
}

void complete_cache_word(struct completion *c)
{
	completion_offer(c, "clear", "remove what is kept");
}

/* Of "a,b,c" only the last one is completed. */
static void take_last_of_list(struct completion *c)
{
	const char *comma = strrchr(c->piece, ',');

	if (!comma)
		return;
	c->prefix =
		arena_printf(c->arena, "%s%.*s", c->prefix, (int)(comma + 1 - c->piece), c->piece);
	c->piece = comma + 1;
}

static void offer_all_of(struct completion *c, char *names, const char *help)
{
	char *save = NULL;

	take_last_of_list(c);
	for (char *name = strtok_r(names, ", ", &save); name; name = strtok_r(NULL, ", ", &save))
		completion_offer(c, name, help);
}

void complete_stage(struct completion *c)
{
	offer_all_of(c, arena_strdup(c->arena, "all" STAGE_NAMES), "");
}

void complete_counter(struct completion *c)
{
	struct buffer names = { 0 };

	summary_put_names(&names);
	offer_all_of(c, buffer_keep(&names, c->arena), "");
}

void complete_feature(struct completion *c)
{
	take_last_of_list(c);
	for (enum kernel_feature i = 0; i < KERNEL_FEATURE_COUNT; i++)
		completion_offer(c, kernel_feature_name(i), kernel_feature_help(i));
}

/* The name of a process, or "" when it is gone. */
static const char *name_of(struct arena *a, const char *pid)
{
	struct buffer comm = { 0 };
	char *text;

	external_read_file(arena_printf(a, "/proc/%s/comm", pid), 64, &comm);
	text = buffer_keep(&comm, a);
	for (char *at = text; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = at[1] ? '?' : '\0';
	return text;
}

void complete_pid(struct completion *c)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]) && str_starts(entry->d_name, c->piece))
			completion_offer(c, entry->d_name, name_of(c->arena, entry->d_name));
	if (dir)
		closedir(dir);
}

void complete_topic(struct completion *c)
{
	struct options o;
	struct topics topics;

	options_start(&o, c->arena);
	if (topics_load(&o, &topics))
		return;
	for (uint32_t i = 0; i < topics.count; i++)
		completion_offer(c, topics.items[i].name, topics.items[i].help);
}

/* What is no file may wait for somebody who writes, or be read only once. */
static bool is_readable_again(const char *word)
{
	struct stat st;

	return stat(word, &st) || S_ISREG(st.st_mode);
}

void complete_parameter(struct completion *c, const char *word)
{
	struct compiled help;
	struct script script;
	struct options o;
	char *text, *line;

	options_start(&o, c->arena);
	o.action = DO_SCRIPT_HELP;
	if (str_eq(word, "-") || !is_readable_again(word) || script_load_word(&o, word, &script) ||
		script_is_image(&script) || compile_script(&o, &script, COMPILE_HELP, &help))
		return;
	text = arena_strndup(c->arena, help.bytes ? help.bytes : "", help.len);
	compiled_release(&help);
	/* "  --slow  uint64  10ms  threshold" */
	while ((line = strsep(&text, "\n")))
		if (str_starts(line, "  --")) {
			char *rest = line + strlen("  ");
			const char *name = strsep(&rest, " ");

			completion_offer(c, name, rest ? rest + strspn(rest, " ") : "");
		}
}
