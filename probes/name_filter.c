/* probes/name_filter.c - keeps the probes whose full names a regular expression is found in.  Looks
 * at an expression before the C library does, which takes as much memory, stack and time as one
 * asks for.  Made by those who read the option, asked by those who list probes: the compiler's
 * resolve pass, portable images and `sonde -l`. */
#include "probes/name_filter.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "probes/provider.h"
#include "runtime/base/util.h"

/* glibc 2.41 copies what is repeated, keeps for each choice all those that can be reached from it
 * (8 bytes for each two of 2000: 32 MiB), and recurses into groups (some hundred bytes of stack
 * each). */
#define ATOMS_MOST 50000
#define CHOICES_MOST 2000
#define GROUPS_MOST 100
#define REPEATS_MOST (RE_DUP_MAX + 1)   /* regcomp() refuses those itself */

struct name_filter {
	const char *text;
	regex_t compiled;
};

/* What the C library is going to make of a part of an expression. */
struct extent {
	uint64_t atoms;         /* characters and sets */
	uint64_t choices;       /* places behind which it can go on in several ways */
};

struct survey {
	struct extent all;
	/* what is in the groups that are open, the whole expression first */
	struct extent open[GROUPS_MOST + 1];
	unsigned depth;
	struct extent last;     /* what a repetition repeats */
};

static void add(struct survey *s, uint64_t atoms, uint64_t choices)
{
	s->all.atoms += atoms;
	s->all.choices += choices;
	s->open[s->depth].atoms += atoms;
	s->open[s->depth].choices += choices;
}

static void add_atom(struct survey *s)
{
	s->last = (struct extent){ .atoms = 1 };
	add(s, 1, 0);
}

static void add_repetition(struct survey *s, uint64_t times, uint64_t choices)
{
	struct extent more = { s->last.atoms * (times - 1),
		s->last.choices * (times - 1) + choices };

	s->last.atoms += more.atoms;
	s->last.choices += more.choices;
	add(s, more.atoms, more.choices);
}

static void close_group(struct survey *s)
{
	s->last = s->open[s->depth--];
	s->open[s->depth].atoms += s->last.atoms;
	s->open[s->depth].choices += s->last.choices;
}

/* "{2}", "{2,}", "{2,4}", "{,4}": returns what is behind it; NULL when it is none. */
static const char *take_interval(struct survey *s, const char *at)
{
	char *end;
	uint64_t least = strtoul(at + 1, &end, 10), most = least;

	if (*end == ',')
		most = end[1] == '}' ? least + 1 : strtoul(end + 1, NULL, 10);
	end += strcspn(end, "}");
	if (*end != '}')
		return NULL;
	least = MIN_OF(least, REPEATS_MOST);
	most = MIN_OF(MAX_OF(most, 1), REPEATS_MOST);
	add_repetition(s, most, most > least ? most - least : 0);
	return end + 1;
}

/* From the bracket that opens a set to what is behind the one that closes it, which is none of
 * those in [:class:], [.x.], [=x=], and not the first character. */
static const char *behind_set(const char *at)
{
	at++;
	at += *at == '^';
	at += *at == ']';
	while (*at && *at != ']') {
		const char ends[] = { at[1], ']', '\0' };
		const char *end =
			at[0] == '[' && at[1] && strchr(":.=", at[1]) ? strstr(at + 2, ends) : NULL;

		at = end ? end + 2 : at + 1;
	}
	return at + (*at == ']');
}

/* One character of an expression with what belongs to it; returns what is behind it. */
static const char *take(struct survey *s, const char *at)
{
	const char *behind = *at == '{' ? take_interval(s, at) : NULL;

	if (behind)
		return behind;
	switch (*at) {
	case '[':
		add_atom(s);
		return behind_set(at);
	case '\\':
		add_atom(s);
		return at + (at[1] ? 2 : 1);
	case '(':
		s->open[++s->depth] = (struct extent){ .atoms = 1 };
		s->all.atoms++;
		return at + 1;
	case ')':
		if (s->depth)
			close_group(s);
		else
			add_atom(s);
		return at + 1;
	case '|':
		add(s, 0, 1);
		return at + 1;
	case '*':
	case '?':
		add_repetition(s, 1, 1);
		return at + 1;
	case '+':
		add_repetition(s, 2, 1);
		return at + 1;
	}
	add_atom(s);
	return at + 1;
}

/* What is too much about an expression, or NULL.  What is none is left to the C library. */
static const char *excess(const char *regex)
{
	struct survey s = { .depth = 0 };

	for (const char *at = regex; *at;) {
		if (*at == '\\' && at[1] >= '1' && at[1] <= '9')
			return "refers back to a group, which extended regular expressions do not";
		if (*at == '(' && s.depth == GROUPS_MOST)
			return "has more than " TEXT_OF(GROUPS_MOST) " groups in one another";
		at = take(&s, at);
		if (s.all.atoms > ATOMS_MOST)
			return "is too large: with what is repeated it has more than " TEXT_OF(
				ATOMS_MOST) " characters";
		if (s.all.choices > CHOICES_MOST)
			return "is too large: with what is repeated it has more than " TEXT_OF(
				CHOICES_MOST) " alternatives and repetitions";
	}
	return NULL;
}

struct name_filter *name_filter_new(const char *regex, struct arena *a, const char **why)
{
	struct name_filter *out = arena_new_object(a, struct name_filter);
	char reason[128];
	int err;

	out->text = arena_strdup(a, regex);
	*why = excess(regex);
	if (*why)
		return NULL;
	err = regcomp(&out->compiled, regex, REG_EXTENDED | REG_NOSUB);
	if (!err)
		return out;
	regerror(err, &out->compiled, reason, sizeof(reason));
	*why = arena_printf(a, "is no extended regular expression: %s", reason);
	return NULL;
}

void name_filter_free(struct name_filter *filter)
{
	if (filter)
		regfree(&filter->compiled);
}

const char *name_filter_text(const struct name_filter *filter)
{
	return filter->text;
}

bool name_filter_keeps(const struct name_filter *filter, const struct probe_spec *spec)
{
	return !filter || spec->provider->flags & PROVIDER_UNFILTERED ||
		!regexec(&filter->compiled, spec->text, 0, NULL, 0);
}
