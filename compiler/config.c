/* compiler/config.c - the table of config keys.  Called by main.c for each key that the request
 * brings from the environment. */
#include "compiler/config.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "runtime/base/match.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"

enum config_kind { CONFIG_NUMBER, CONFIG_BOOL, CONFIG_TEXT, CONFIG_WORD, CONFIG_PAGES };

struct config_key {
	const char *name;
	enum config_kind kind;
	size_t offset;
	uint64_t min, max;	  /* NUMBER, PAGES */
	const char *const *words; /* WORD: by value; TEXT: the allowed ones, NULL for any */
};

static const char *const missing_words[] = {
    [MISSING_ERROR] = "error",
    [MISSING_WARN] = "warn",
    [MISSING_IGNORE] = "ignore",
    NULL,
};

/* Licenses that the kernel takes as compatible with the GPL, which many helpers ask for. */
static const char *const licenses[] = {
    "GPL",
    "GPL v2",
    "GPL and additional rights",
    "Dual BSD/GPL",
    "Dual MIT/GPL",
    "Dual MPL/GPL",
    NULL,
};

static const char *const mechanisms[] = {"auto", "kprobe", "kprobe_multi", "fentry", "perf", "raw", "btf", NULL};

#define AT(member) offsetof(struct compile_config, member)

static const struct config_key keys[] = {
    {"max_strlen", CONFIG_NUMBER, AT(max_strlen), 1, 16384},
    {"max_map_keys", CONFIG_NUMBER, AT(max_map_keys), 1, 1 << 30},
    {"max_probes", CONFIG_NUMBER, AT(max_probes), 1, 1 << 20},
    {"max_bpf_progs", CONFIG_NUMBER, AT(max_bpf_progs), 1, 1 << 20},
    {"perf_rb_pages", CONFIG_PAGES, AT(ring_bytes), 1, 1 << 18},
    {"str_trunc_trailer", CONFIG_TEXT, AT(str_trunc_trailer)},
    {"license", CONFIG_TEXT, AT(license), .words = licenses},
    {"print_maps_on_exit", CONFIG_BOOL, AT(print_maps_on_exit)},
    {"missing_probes", CONFIG_WORD, AT(missing_probes), .words = missing_words},
    {"max_cat_bytes", CONFIG_NUMBER, AT(max_cat_bytes), 1, 1 << 30},
    {"attach_by", CONFIG_TEXT, AT(attach_by), .words = mechanisms},
};

#define KEY_ONE(name) +1
static_assert(
    ARRAY_SIZE(keys) == 0 CONFIG_KEY_LIST(KEY_ONE), "every key of the request has its row");
#undef KEY_ONE

void config_defaults(struct compile_config *config)
{
	*config = (struct compile_config){
	    .max_strlen = 1024,
	    .max_map_keys = 4096,
	    .max_probes = 1024,
	    .max_bpf_progs = 1024,
	    .str_trunc_trailer = "..",
	    .license = "GPL",
	    .print_maps_on_exit = true,
	    .missing_probes = MISSING_ERROR,
	    .max_cat_bytes = 10240,
	    .attach_by = "auto",
	};
}

static bool parse_number(const char *text, uint64_t *out)
{
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	*out = strtoull(text, &end, 10);
	return !errno && !*end;
}

static const char *set_number(
    void *at, struct arena *a, const struct config_key *k, const char *value)
{
	uint64_t n, page = (uint64_t)sysconf(_SC_PAGESIZE), bytes;

	if (!parse_number(value, &n) || n < k->min || n > k->max)
		return arena_printf(a, "config '%s' is a number from %llu to %llu, not '%s'",
		    k->name, (unsigned long long)k->min, (unsigned long long)k->max, value);
	if (k->kind == CONFIG_PAGES) {
		/* the kernel takes powers of two only */
		for (bytes = page; bytes < n * page; bytes *= 2)
			;
		n = bytes;
	}
	*(uint32_t *)at = (uint32_t)n;
	return NULL;
}

static const char *set_bool(
    void *at, struct arena *a, const struct config_key *k, const char *value)
{
	bool yes = str_eq(value, "1") || strcasecmp(value, "true") == 0;

	if (!yes && !str_eq(value, "0") && strcasecmp(value, "false") != 0)
		return arena_printf(a, "config '%s' is true or false, not '%s'", k->name, value);
	*(bool *)at = yes;
	return NULL;
}

static const char *word_list(struct arena *a, const char *const *words)
{
	const char *text = words[0];

	for (size_t i = 1; words[i]; i++)
		text = arena_printf(a, "%s%s%s", text, words[i + 1] ? ", " : " or ", words[i]);
	return text;
}

static const char *set_word(
    void *at, struct arena *a, const struct config_key *k, const char *value)
{
	for (unsigned i = 0; k->words && k->words[i]; i++) {
		if (strcasecmp(k->words[i], value) != 0)
			continue;
		if (k->kind == CONFIG_TEXT)
			*(const char **)at = k->words[i];
		else
			*(unsigned *)at = i;
		return NULL;
	}
	if (k->words)
		return arena_printf(
		    a, "config '%s' is %s, not '%s'", k->name, word_list(a, k->words), value);
	*(const char **)at = arena_strdup(a, value);
	return NULL;
}

static const struct config_key *find_key(const char *name)
{
	if (strncasecmp(name, "BPFTRACE_", 9) == 0)
		name += 9;
	else if (strncasecmp(name, "SONDE_", 6) == 0)
		name += 6;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strcasecmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static const char *unknown_key(struct arena *a, const char *name)
{
	struct nearest near;

	nearest_start(&near, name);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		nearest_offer(&near, keys[i].name);
	if (near.best)
		return arena_printf(
		    a, "config '%s' is not known, did you mean '%s'?", name, near.best);
	return arena_printf(a, "config '%s' is not known", name);
}

const char *config_set(struct compile_config *config, struct arena *a, const char *text)
{
	const char *equals = strchr(text, '=');

	if (!equals)
		return arena_printf(a, "config '%s' has no value, write key=value", text);

	const char *name = arena_strndup(a, text, (size_t)(equals - text));
	const struct config_key *k = find_key(name);

	if (!k)
		return unknown_key(a, name);

	void *at = (char *)config + k->offset;

	switch (k->kind) {
	case CONFIG_NUMBER:
	case CONFIG_PAGES:
		return set_number(at, a, k, equals + 1);
	case CONFIG_BOOL:
		return set_bool(at, a, k, equals + 1);
	case CONFIG_TEXT:
	case CONFIG_WORD:
		return set_word(at, a, k, equals + 1);
	}
	return NULL;
}
