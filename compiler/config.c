/* compiler/config.c - the table of config keys, and the config pass: the script's block.  Called by
 * main.c for each key that the request brings from the environment, which beats the block. */
#include "compiler/config.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "probes/machine.h"
#include "runtime/base/image.h"
#include "runtime/base/match.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"

enum config_kind {
	CONFIG_NUMBER,
	CONFIG_BOOL,
	CONFIG_TEXT,
	CONFIG_IDENTIFIER,
	CONFIG_WORD,
	CONFIG_PAGES
};

/* A word that a key takes, and what it stands for. */
struct config_word {
	const char *text;
	unsigned value;
	bool unsaid; /* taken, but not one to recommend */
};

struct config_key {
	const char *name;
	const char *help; /* one sentence, lower case, no full stop */
	enum config_kind kind;
	size_t offset;
	uint64_t min, max;	  /* NUMBER, PAGES */
	const struct config_word *words; /* WORD: by value; TEXT: the allowed ones, NULL for any */
};

static const struct config_word missing_words[] = {
	{"error", MISSING_ERROR}, {"warn", MISSING_WARN}, {"ignore", MISSING_IGNORE}, {0}};

static const struct config_word cache_words[] = {{"PER_PID", CACHE_PER_PID},
	{"PER_PROGRAM", CACHE_PER_PROGRAM}, {"NONE", CACHE_NONE}, {"0", CACHE_NONE, true},
	{"1", CACHE_PER_PID, true}, {0}};

static const struct config_word stack_words[] = {{"bpftrace", STACK_BPFTRACE},
	{"perf", STACK_PERF}, {"raw", STACK_RAW}, {"build_id", STACK_BUILD_ID}, {0}};

static const struct config_word feature_words[] = { { "error", UNSTABLE_ERROR },
	{ "warn", UNSTABLE_WARN }, { "enable", UNSTABLE_ENABLE }, { "true", UNSTABLE_ENABLE, true },
	{ "false", UNSTABLE_ERROR, true }, { "1", UNSTABLE_ENABLE, true },
	{ "0", UNSTABLE_ERROR, true }, { 0 } };

/* Licenses that the kernel takes as compatible with the GPL, which many helpers ask for. */
static const struct config_word licenses[] = {{"GPL"}, {"GPL v2"}, {"GPL and additional rights"},
	{"Dual BSD/GPL"}, {"Dual MIT/GPL"}, {"Dual MPL/GPL"}, {0}};

static const struct config_word mechanisms[] = {
	{"auto"}, {"kprobe"}, {"kprobe_multi"}, {"fentry"}, {"perf"}, {"raw"}, {"btf"}, {0}};

#define AT(member) offsetof(struct compile_config, member)

static const struct config_key keys[] = {
	{ "max_strlen", "bytes that a string has room for", CONFIG_NUMBER, AT(max_strlen), 1,
		16384 },
	{ "max_map_keys", "entries that a map has room for", CONFIG_NUMBER, AT(max_map_keys), 1,
		1 << 30 },
	{ "max_probes", "attach points that a script may have", CONFIG_NUMBER, AT(max_probes), 1,
		1 << 20 },
	{ "max_bpf_progs", "programs that a script may load into the kernel", CONFIG_NUMBER,
		AT(max_bpf_progs), 1, 1 << 20 },
	{ "max_cat_bytes", "bytes of a file that cat() prints", CONFIG_NUMBER, AT(max_cat_bytes), 1,
		1 << 30 },
	{ "on_stack_limit",
		"bytes up to which a value is kept on the stack of the program; larger ones live in scratch memory",
		CONFIG_NUMBER, AT(on_stack_limit), 0, 256 },
	{ "log_size",
		"bytes for what the kernel says of a program that it refuses, so many of which -v shows; more are taken when the reason is not in them",
		CONFIG_NUMBER, AT(log_size), 1, IMAGE_LOG_MOST },
	{ "perf_rb_pages",
		"pages of the buffer of events, rounded up to a power of two, at least one a CPU; when it is not set, by what is printed and how much memory is free",
		CONFIG_PAGES, AT(ring_bytes), 1, 1 << 18 },
	{ "str_trunc_trailer", "what is put behind a string that was cut off", CONFIG_TEXT,
		AT(str_trunc_trailer) },
	{ "license", "the license that the programs are loaded with", CONFIG_TEXT, AT(license),
		.words = licenses },
	{ "metrics_prefix", "what the names of metrics begin with in openmetrics",
		CONFIG_IDENTIFIER, AT(metrics_prefix) },
	{ "attach_by", "the only mechanism to use for probes that have it", CONFIG_TEXT,
		AT(attach_by), .words = mechanisms },
	{ "print_maps_on_exit", "print all maps at the end", CONFIG_BOOL, AT(print_maps_on_exit) },
	{ "print_maps_on_sigusr1", "print all maps when sonde gets SIGUSR1", CONFIG_BOOL,
		AT(print_maps_on_sigusr1) },
	{ "cpp_demangle", "show the names of C++ and Rust functions as their source has them",
		CONFIG_BOOL, AT(cpp_demangle) },
	{ "lazy_symbolication", "look names of functions up when they are printed, not before",
		CONFIG_BOOL, AT(lazy_symbolication) },
	{ "show_debug_info",
		"show frames of processes with file and line, and the functions that the compiler put into others there, where debug information tells",
		CONFIG_BOOL, AT(show_debug_info) },
	{ "use_blazesym", "accepted, without effect", CONFIG_BOOL, AT(use_blazesym) },
	{ "missing_probes", "what attach points are that this machine does not have", CONFIG_WORD,
		AT(missing_probes), .words = missing_words },
	{ "cache_user_symbols",
		"whether what is known of processes is kept, so that their functions have names when they have ended: nothing of it with NONE",
		CONFIG_WORD, AT(cache_user_symbols), .words = cache_words },
	{ "stack_mode",
		"how stacks are shown, unless kstack() or ustack() says it; build_id is for stacks of processes alone",
		CONFIG_WORD, AT(stack_mode), .words = stack_words },
	{ "unstable_import_statement",
		"whether import may be used: enable, with a warning, or not at all", CONFIG_WORD,
		AT(unstable[FEATURE_IMPORT]), .words = feature_words },
	{ "unstable_tseries", "the same of tseries()", CONFIG_WORD, AT(unstable[FEATURE_TSERIES]),
		.words = feature_words },
	{ "unstable_typeinfo", "the same of typeinfo()", CONFIG_WORD,
		AT(unstable[FEATURE_TYPEINFO]), .words = feature_words },
	{ "unstable_dw_ustack", "the same of dw_ustack", CONFIG_WORD,
		AT(unstable[FEATURE_DW_USTACK]), .words = feature_words },
};

/* Keys of old scripts (O12); the value of some means the opposite today (D29). */
static const struct {
	const char *old, *key;
} renamed[] = {
#define RENAMED(old, key) {#old, #key},
	CONFIG_RENAMED_LIST(RENAMED)
#undef RENAMED
};
static const char *const inverted[] = {"no_cpp_demangle"};

/* Keys of old scripts that have nothing to set any more (O13). */
static const char *const retired[] = {"symbol_source", "max_type_res_iterations", "unstable_addr",
	"unstable_import", "unstable_macro", "unstable_map_decl"};

/* What only the environment sets: known before a script is read. */
static const char *const environment_only[] = { "btf", "kernel_source", "kernel_build", "vmlinux",
	"color" };

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
		.max_cat_bytes = 10240,
		.on_stack_limit = 32,
		.log_size = 1000000,
		.str_trunc_trailer = "..",
		.license = "GPL",
		.metrics_prefix = "sonde",
		.attach_by = "auto",
		.print_maps_on_exit = true,
		.cpp_demangle = true,
		.lazy_symbolication = true,
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
		/* the kernel takes powers of two only; K13: at least one page a CPU */
		n = MAX_OF(n, machine_possible_cpus());
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

static const char *word_list(struct arena *a, const struct config_word *words)
{
	const char *text = words[0].text;

	for (size_t i = 1; words[i].text && !words[i].unsaid; i++) {
		bool last = !words[i + 1].text || words[i + 1].unsaid;

		text = arena_printf(a, "%s%s%s", text, last ? " or " : ", ", words[i].text);
	}
	return text;
}

static const char *set_word(
	void *at, struct arena *a, const struct config_key *k, const char *value)
{
	for (unsigned i = 0; k->words && k->words[i].text; i++) {
		if (strcasecmp(k->words[i].text, value) != 0)
			continue;
		if (k->kind == CONFIG_TEXT)
			*(const char **)at = k->words[i].text;
		else
			*(unsigned *)at = k->words[i].value;
		return NULL;
	}
	if (k->words)
		return arena_printf(
			a, "config '%s' is %s, not '%s'", k->name, word_list(a, k->words), value);
	*(const char **)at = arena_strdup(a, value);
	return NULL;
}

static const char *set_identifier(
	void *at, struct arena *a, const struct config_key *k, const char *value)
{
	bool good = *value && !isdigit((unsigned char)*value);

	for (const char *c = value; good && *c; c++)
		good = isalnum((unsigned char)*c) || *c == '_';
	if (!good)
		return arena_printf(a, "config '%s' is a name of letters, digits and '_', not '%s'",
			k->name, value);
	*(const char **)at = arena_strdup(a, value);
	return NULL;
}

/* Give a key its value; NULL, or what is wrong. */
static const char *set(struct compile_config *config, struct arena *a, const struct config_key *k,
	const char *value)
{
	void *at = (char *)config + k->offset;

	switch (k->kind) {
	case CONFIG_NUMBER:
	case CONFIG_PAGES:
		return set_number(at, a, k, value);
	case CONFIG_BOOL:
		return set_bool(at, a, k, value);
	case CONFIG_TEXT:
	case CONFIG_WORD:
		return set_word(at, a, k, value);
	case CONFIG_IDENTIFIER:
		return set_identifier(at, a, k, value);
	}
	return NULL;
}

static const char *without_prefix(const char *name)
{
	static const char *const prefixes[] = {"BPFTRACE_", "SONDE_"};

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (strncasecmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return name + strlen(prefixes[i]);
	return name;
}

static const struct config_key *find_key(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strcasecmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* What an old name is called today; NULL when it is none. */
static const char *todays_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(renamed); i++)
		if (strcasecmp(renamed[i].old, name) == 0)
			return renamed[i].key;
	return NULL;
}

static bool is_one_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

static const char *meant_value(struct arena *a, const char *old, const char *value)
{
	bool yes = false;

	if (!is_one_of(inverted, ARRAY_SIZE(inverted), old) || set_bool(&yes, a, &keys[0], value))
		return value;
	return yes ? "false" : "true";
}

static struct nearest nearest_key(const char *name)
{
	struct nearest near;

	nearest_start(&near, name);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		nearest_offer(&near, keys[i].name);
	return near;
}

uint32_t config_count(void)
{
	return ARRAY_SIZE(keys);
}

const char *config_key(uint32_t index)
{
	return keys[index].name;
}

const char *config_help(uint32_t index)
{
	return keys[index].help;
}

void config_put_values(struct buffer *out, uint32_t index)
{
	const struct config_key *k = &keys[index];

	if (k->kind == CONFIG_BOOL)
		buffer_puts(out, "true|false");
	else if (k->kind == CONFIG_NUMBER || k->kind == CONFIG_PAGES)
		buffer_printf(
			out, "%llu..%llu", (unsigned long long)k->min, (unsigned long long)k->max);
	else if (!k->words)
		buffer_puts(out, k->kind == CONFIG_TEXT ? "TEXT" : "NAME");
	for (const struct config_word *w = k->words; w && w->text && !w->unsaid; w++)
		buffer_printf(out, "%s%s", w > k->words ? "|" : "", w->text);
}

void config_put_default(struct buffer *out, uint32_t index)
{
	struct compile_config defaults;
	struct config_value v;

	if (keys[index].kind == CONFIG_PAGES)
		return;
	config_defaults(&defaults);
	v = config_value(&defaults, index);
	if (v.text)
		buffer_printf(out, " (default %s)", v.text);
	else if (v.is_bool)
		buffer_printf(out, " (default %s)", v.number ? "true" : "false");
	else
		buffer_printf(out, " (default %llu)", (unsigned long long)v.number);
}

struct config_value config_value(struct compile_config *config, uint32_t index)
{
	const struct config_key *k = &keys[index];
	void *at = (char *)config + k->offset;
	struct config_value v = {.is_bool = k->kind == CONFIG_BOOL};

	switch (k->kind) {
	case CONFIG_NUMBER:
		v.number = *(const uint32_t *)at;
		break;
	case CONFIG_PAGES:
		if (!*(uint32_t *)at)
			*(uint32_t *)at = machine_ring_bytes();
		v.number = *(const uint32_t *)at / (uint32_t)sysconf(_SC_PAGESIZE);
		break;
	case CONFIG_BOOL:
		v.number = *(const bool *)at;
		break;
	case CONFIG_TEXT:
	case CONFIG_IDENTIFIER:
		v.text = *(const char *const *)at;
		break;
	case CONFIG_WORD:
		for (const struct config_word *w = k->words; w->text && !v.text; w++)
			v.text = w->value == *(const unsigned *)at ? w->text : NULL;
		break;
	}
	return v;
}

const char *config_set(struct compile_config *config, struct arena *a, const char *text)
{
	const char *equals = strchr(text, '=');

	if (!equals)
		return arena_printf(a, "config '%s' has no value, write key=value", text);

	const char *written = arena_strndup(a, text, (size_t)(equals - text));
	const char *name = without_prefix(written), *today = todays_name(name);
	const struct config_key *k = find_key(today ? today : name);

	if (!k) {
		struct nearest near = nearest_key(name);

		if (near.best)
			return arena_printf(a, "config '%s' is not known, did you mean '%s'?",
				written, near.best);
		return arena_printf(a, "config '%s' is not known", written);
	}
	config->outside |= 1u << (k - keys);
	return set(config, a, k, today ? meant_value(a, name, equals + 1) : equals + 1);
}

/* The config block */

static void report_unknown(struct compilation *c, const struct config_entry *e, const char *name)
{
	struct nearest near;
	struct diag *d;

	if (is_one_of(environment_only, ARRAY_SIZE(environment_only), name)) {
		char *variable = arena_printf(c->arena, "SONDE_%s", name);

		for (char *at = variable; *at; at++)
			*at = (char)toupper((unsigned char)*at);
		d = diag_error(c->diags, e->key_span, DIAG_BAD_CONFIG,
			"'%s' cannot be set in a script", e->key);
		diag_hint(d, "set it in the environment, as %s", variable);
		return;
	}
	d = diag_error(c->diags, e->key_span, DIAG_BAD_CONFIG, "config '%s' is not known", e->key);
	near = nearest_key(name);
	diag_offer(d, "", &near);
}

/* Numbers are numbers in a script, and words are not: NULL, or what is wrong. */
static const char *wrong_form(
	struct compilation *c, const struct config_key *k, const struct config_entry *e)
{
	switch (k->kind) {
	case CONFIG_NUMBER:
	case CONFIG_PAGES:
		return e->form == CONFIG_IS_INTEGER
			? NULL
			: arena_printf(c->arena, "config '%s' is a number", k->name);
	case CONFIG_BOOL:
		return e->form != CONFIG_IS_STRING
			? NULL
			: arena_printf(c->arena, "config '%s' is true or false, without quotes",
				  k->name);
	case CONFIG_TEXT:
	case CONFIG_IDENTIFIER:
		return e->form != CONFIG_IS_INTEGER
			? NULL
			: arena_printf(c->arena, "config '%s' is a string", k->name);
	case CONFIG_WORD:
		return NULL;
	}
	return NULL;
}

static void apply(struct compilation *c, const struct config_entry *e)
{
	const char *name = without_prefix(e->key), *today = todays_name(name), *problem;
	const struct config_key *k = find_key(today ? today : name);
	struct compile_config ignored = c->config;

	if (!k && is_one_of(retired, ARRAY_SIZE(retired), name)) {
		diag_warning(c->diags, e->key_span, DIAG_OLD_CONFIG,
			"config '%s' has no effect any more", e->key);
		return;
	}
	if (!k) {
		report_unknown(c, e, name);
		return;
	}
	if (today)
		diag_hint(diag_warning(c->diags, e->key_span, DIAG_OLD_CONFIG,
				  "config '%s' is an old name", e->key),
			is_one_of(inverted, ARRAY_SIZE(inverted), name)
				? "it is called '%s' now, and means the opposite"
				: "it is called '%s' now",
			today);
	problem = wrong_form(c, k, e);
	if (!problem)
		problem = set(c->config.outside & 1u << (k - keys) ? &ignored : &c->config,
			c->arena, k, today ? meant_value(c->arena, name, e->value) : e->value);
	if (problem)
		diag_error(c->diags, e->value_span, DIAG_BAD_CONFIG, "%s", problem);
}

/* A program is at the same addresses in all of its processes, or has one. */
static void choose_symbol_cache(struct compilation *c)
{
	const struct config_key *k = find_key("cache_user_symbols");

	if (!(c->config.outside & 1u << (k - keys)) &&
		(c->has_command || !machine_randomizes_addresses()))
		c->config.cache_user_symbols = CACHE_PER_PROGRAM;
}

void config_pass(struct compilation *c)
{
	choose_symbol_cache(c);
	for (const struct config_entry *e = c->program->config; e; e = e->next)
		apply(c, e);
}

bool config_allows(
	struct compilation *c, enum config_feature feature, struct span where, const char *what)
{
	const char *key = NULL;

	if (c->config.unstable[feature] == UNSTABLE_ENABLE)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].offset == AT(unstable[feature]))
			key = keys[i].name;
	if (c->config.unstable[feature] == UNSTABLE_WARN) {
		diag_warning(c->diags, where, DIAG_UNSTABLE, "%s used, which config '%s' warns of",
			what, key);
		return true;
	}
	diag_error(c->diags, where, DIAG_UNSTABLE, "%s switched off by config '%s'", what, key);
	return false;
}

bool config_allows_name(struct compilation *c, const char *name, struct span where)
{
	static const char prefix[] = "unstable_";

	for (enum config_feature f = 0; f < FEATURE_COUNT; f++) {
		if (c->config.unstable[f] == UNSTABLE_ENABLE)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
			if (keys[i].offset == AT(unstable[f]) &&
				str_eq(keys[i].name + strlen(prefix), name))
				return config_allows(
					c, f, where, arena_printf(c->arena, "'%s' is", name));
	}
	return true;
}
