/* runtime/cli/script.h - finding and reading the script. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "runtime/base/arena.h"

struct options;

struct script {
	const char *name; /* as messages show it: path, "<arg>", "<stdin>" */
	const char *text; /* len bytes and a NUL, aligned to 16; in the arena */
	size_t len;
	bool is_typed; /* at the prompt: statements or an expression will do */
	const char *earlier; /* what was typed there before, for completion; or NULL */
	const char *definitions; /* what was defined there before, in front of it; or NULL */
};

/** Read the script that the options name.  0, or the exit code, having said why. */
int script_load(const struct options *o, struct script *out);

/** Read the script that a word names: its path, its name or "-". */
int script_load_word(const struct options *o, const char *word, struct script *out);

/** True if the bytes are those of an image. */
bool script_is_image(const struct script *script);

/** True if the word is the path of a script or the name of one. */
bool script_exists(struct arena *a, const char *word);

#define SCRIPT_DIRECTORIES_MAX 6

/** The directories of named scripts in order of preference, in the arena; returns their number. */
size_t script_directories(struct arena *a, const char *dirs[SCRIPT_DIRECTORIES_MAX]);

/** Called for a named script: the directory, the name that it is called by, and its path. */
typedef void (*script_visit_fn)(
	const char *directory, const char *name, const char *path, void *arg);

/** Visit the files of the directories of named scripts, directory by directory, in no order within
 * one.  A name that was visited before belongs to a script that is never found. */
void script_each_named(struct arena *a, script_visit_fn visit, void *arg);

/** Directory of the running executable, in the arena; NULL when /proc does not say. */
const char *executable_directory(struct arena *a);
