/* runtime/cli/environment.c - config values that are set in the environment travel to the compiler,
 * which checks them. Called when the request is built. */
#include "runtime/cli/environment.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"

static const char *const keys[] = {
#define CONFIG_KEY_NAME(key) #key,
	CONFIG_KEY_LIST(CONFIG_KEY_NAME)
#undef CONFIG_KEY_NAME
};

/* Names that these keys had in the past: the compiler knows how an old value is meant. */
static const struct {
	const char *old, *key;
} renamed[] = {
#define CONFIG_RENAMED(old, key) { #old, #key },
	CONFIG_RENAMED_LIST(CONFIG_RENAMED)
#undef CONFIG_RENAMED
};

/* SONDE_<KEY>, else BPFTRACE_<KEY>; the variable's name in *name. */
static const char *variable(struct arena *a, const char *key, const char **name)
{
	static const char *const prefixes[] = { "SONDE_", "BPFTRACE_" };

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		char *text = arena_printf(a, "%s%s", prefixes[i], key);
		const char *value;

		for (char *c = text; *c; c++)
			*c = toupper((unsigned char)*c);
		*name = text;
		value = getenv(text);
		if (value)
			return value;
	}
	return NULL;
}

static void put(struct arena *a, struct buffer *request, const char *key, const char *value)
{
	const char *entry = arena_printf(a, "%s=%s", key, value);

	request_put(request, REQUEST_CONFIG, entry, strlen(entry));
}

void environment_config(struct arena *a, struct buffer *request)
{
	const char *name, *ignored, *value;

	for (size_t i = 0; i < ARRAY_SIZE(renamed); i++) {
		value = variable(a, renamed[i].old, &name);
		if (!value)
			continue;
		log_warn("environment variable %s: the key is called %s now", name, renamed[i].key);
		if (!variable(a, renamed[i].key, &ignored))
			put(a, request, renamed[i].old, value);
	}
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		value = variable(a, keys[i], &name);
		if (value)
			put(a, request, keys[i], value);
	}
}
