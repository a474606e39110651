/* compiler/builtin.c - the registry of the language's rows: finding one by name and taking its
 * signature apart.  The rows themselves live in the files named in compiler/builtin.h.  Called by
 * the resolve and check passes and by whatever lists the language. */

#include "compiler/builtin.h"

#include <ctype.h>
#include <string.h>

#include "runtime/base/util.h"

static const struct builtin *const groups[] = {
	task_builtins,
	relatives_builtins,
	probe_builtins,
	latency_builtins,
	stack_builtins,
	percpu_builtins,
	program_builtins,
	kfunc_builtins,
	register_builtins,
	context_builtins,
	path_builtins,
	time_builtins,
	output_builtins,
	table_builtins,
	change_builtins,
	socket_builtins,
	config_builtins,
	debug_builtins,
	watch_builtins,
	assert_builtins,
	map_builtins,
	string_builtins,
	bytes_builtins,
	search_builtins,
	net_builtins,
	decode_builtins,
	sockaddr_builtins,
	signal_builtins,
	query_builtins,
	parameter_builtins,
	pointer_builtins,
	agg_scalar_builtins,
	agg_hist_builtins,
	agg_pct_builtins,
	agg_deviation_builtins,
	agg_tseries_builtins,
	prelude_builtins,
};

/* "arg12" against "argN": decimal, no leading zero, as many as fit 32 bits. */
static bool numbered_matches(const char *pattern, const char *name, uint32_t *number)
{
	size_t stem = strlen(pattern) - 1;
	uint64_t n = 0;
	const char *p = name + stem;

	if (strncmp(pattern, name, stem) != 0 || !*p || (p[0] == '0' && p[1]))
		return false;
	for (; *p; p++) {
		if (*p < '0' || *p > '9')
			return false;
		n = n * 10 + (uint64_t)(*p - '0');
		if (n > UINT32_MAX)
			return false;
	}
	*number = (uint32_t)n;
	return true;
}

const struct builtin *builtin_find(const char *name, uint32_t *number)
{
	for (size_t g = 0; g < ARRAY_SIZE(groups); g++) {
		for (const struct builtin *b = groups[g]; b->name; b++) {
			uint32_t n = 0;

			if (b->flags & BI_NUMBERED ? !numbered_matches(b->name, name, &n)
				: !str_eq(b->name, name))
				continue;
			if (number)
				*number = n;
			return b;
		}
	}
	return NULL;
}

void builtin_each(void (*visit)(const struct builtin *b, void *arg), void *arg)
{
	for (size_t g = 0; g < ARRAY_SIZE(groups); g++)
		for (const struct builtin *b = groups[g]; b->name; b++)
			visit(b, arg);
}

size_t builtin_form_length(const struct builtin *b)
{
	static const char *const ours[] = { " -> custom", " -> agg", " -> void" };
	const char *end = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(ours) && !end; i++)
		end = strstr(b->signature, ours[i]);
	return end ? (size_t)(end - b->signature) : strlen(b->signature);
}

static const char *const param_kinds[] = {
	[PARAM_INT] = "int",
	[PARAM_ANY] = "any",
	[PARAM_STRING] = "string",
	[PARAM_POINTER] = "pointer",
	[PARAM_MAP] = "map",
	[PARAM_ELEMENT] = "element",
	[PARAM_LITERAL_INT] = "literal_int",
	[PARAM_LITERAL_STRING] = "literal_string",
	[PARAM_WORD] = "word",
	[PARAM_WORD_OR_INT] = "word_or_int",
	[PARAM_TYPE] = "type",
	[PARAM_VARIABLE] = "variable",
};

static const struct {
	const char *name;
	const struct type *type;
} results[] = {
	{ "void", &type_void },
	{ "bool", &type_bool },
	{ "probe", &type_probe },
	{ "ksym", &type_ksym },
	{ "usym", &type_usym },
	{ "username", &type_username },
	{ "sockaddr", &type_sockaddr },
	{ "int32", &type_int32 },
	{ "int64", &type_int64 },
	{ "uint32", &type_uint32 },
	{ "uint64", &type_uint64 },
	{ "raw", &type_raw },
};

static const char *skip_blanks(const char *p)
{
	while (*p == ' ')
		p++;
	return p;
}

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (isalnum((unsigned char)p[n]) || p[n] == '_')
		n++;
	return n;
}

/* "literal_int bits?" or "any ..."; returns what follows. */
static const char *take_param(const char *p, struct builtin_param *out)
{
	size_t len = word_length(p);

	for (size_t i = 0; i < ARRAY_SIZE(param_kinds); i++)
		if (strlen(param_kinds[i]) == len && strncmp(p, param_kinds[i], len) == 0)
			out->kind = (enum param_kind)i;
	p = skip_blanks(p + len);
	if (strncmp(p, "...", 3) == 0) {
		out->many = true;
		return skip_blanks(p + 3);
	}
	len = word_length(p);
	memcpy(out->name, p, MIN_OF(len, sizeof(out->name) - 1));
	p += len;
	if (*p == '?') {
		out->optional = true;
		p++;
	}
	return skip_blanks(p);
}

/* "uint32", "string[64]"; NULL for agg and custom. */
static const struct type *take_result(const char *p, struct arena *a)
{
	static const char string[] = "string[";
	uint32_t capacity = 0;

	for (size_t i = 0; i < ARRAY_SIZE(results); i++)
		if (str_eq(p, results[i].name))
			return results[i].type;
	if (!str_starts(p, string))
		return NULL;
	for (p += sizeof(string) - 1; *p >= '0' && *p <= '9'; p++)
		capacity = capacity * 10 + (uint32_t)(*p - '0');
	return type_string(a, capacity);
}

bool builtin_takes_word(const struct builtin_signature *s, uint32_t index)
{
	enum param_kind kind;

	if (!s->param_count)
		return false;
	kind = s->params[MIN_OF(index, s->param_count - 1)].kind;
	return kind == PARAM_WORD || kind == PARAM_WORD_OR_INT;
}

void builtin_signature(const struct builtin *b, struct arena *a, struct builtin_signature *out)
{
	const char *p = b->signature;
	const char *arrow = strstr(p, "->");

	memset(out, 0, sizeof(*out));
	p = skip_blanks(p + word_length(p));
	if (*p == '(') {
		p = skip_blanks(p + 1);
		while (*p && *p != ')' && out->param_count < ARRAY_SIZE(out->params)) {
			struct builtin_param *param = &out->params[out->param_count++];

			p = take_param(p, param);
			if (param->many)
				out->max_args = UINT32_MAX;
			else if (out->max_args != UINT32_MAX)
				out->max_args++;
			if (!param->many && !param->optional)
				out->min_args++;
			if (*p == ',')
				p = skip_blanks(p + 1);
		}
	}
	out->result = arrow ? take_result(skip_blanks(arrow + 2), a) : NULL;
}
