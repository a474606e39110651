/* runtime/base/match.c - wildcard patterns, and the nearest name for "did you mean". */
#include "runtime/base/match.h"

#include <string.h>

#include "runtime/base/util.h"

/* The ']' that closes the class opened at p, or NULL.  A ']' that comes first is a member. */
static const char *class_end(const char *p)
{
	const char *first = p[1] == '!' ? p + 2 : p + 1;

	return *first ? strchr(first + 1, ']') : NULL;
}

/* True if c is one of the class from p (the '[') to end (the ']'). */
static bool class_has(const char *p, const char *end, char c)
{
	bool negated = p[1] == '!';
	bool found = false;

	p += negated ? 2 : 1;
	while (p < end) {
		unsigned char low = (unsigned char)*p;
		unsigned char high = low;

		if (p[1] == '-' && p + 2 < end) {
			high = (unsigned char)p[2];
			p += 2;
		}
		p++;
		if (low <= (unsigned char)c && (unsigned char)c <= high)
			found = true;
	}
	return found != negated;
}

/* Match one pattern element that is not '*' against c: the number of pattern bytes it takes, or 0
 * when it does not match. */
static size_t match_one(const char *p, char c)
{
	const char *end = *p == '[' ? class_end(p) : NULL;

	if (end)
		return class_has(p, end, c) ? (size_t)(end + 1 - p) : 0;
	return *p == '?' || *p == c ? 1 : 0;
}

/* Only the last '*' ever needs to take more: an earlier one taking more cannot help. */
bool glob_match(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *retry = NULL;

	while (*text) {
		size_t taken;

		if (*pattern == '*') {
			star = ++pattern;
			retry = text;
			continue;
		}
		taken = *pattern ? match_one(pattern, *text) : 0;
		if (taken) {
			pattern += taken;
			text++;
		} else if (star) {
			pattern = star;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == 0;
}

bool glob_has_wildcard(const char *pattern)
{
	for (const char *p = pattern; *p; p++)
		if (*p == '*' || *p == '?' || (*p == '[' && class_end(p)))
			return true;
	return false;
}

#define LONGEST_NAME 64

static size_t min3(size_t a, size_t b, size_t c)
{
	return MIN_OF(MIN_OF(a, b), c);
}

/* Edits from a to b: insert, drop, change, swap neighbours.  Both at most LONGEST_NAME bytes. Three
 * rows of the table are enough, and it ends where every way costs `limit` or more: then limit. */
static size_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len, size_t limit)
{
	size_t rows[3][LONGEST_NAME + 1];
	size_t least_above = 0;

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *above2 = rows[(i + 1) % 3];
		size_t least = row[0] = i;

		for (size_t j = 1; j <= b_len; j++) {
			row[j] = min3(above[j] + 1, row[j - 1] + 1,
				above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN_OF(row[j], above2[j - 2] + 1);
			least = MIN_OF(least, row[j]);
		}
		if (MIN_OF(least, least_above + 1) >= limit)
			return limit;
		least_above = least;
	}
	return rows[a_len % 3][b_len];
}

/* A bit for each of 64 groups of bytes. */
static uint64_t letters_of(const char *text, size_t len)
{
	uint64_t letters = 0;

	for (size_t i = 0; i < len; i++)
		letters |= UINT64_C(1) << (text[i] & 63);
	return letters;
}

void nearest_start(struct nearest *n, const char *name)
{
	size_t len = strlen(name);
	size_t allowed = len < 2 ? 0 : MIN_OF(MAX_OF(len / 3, (size_t)1), (size_t)3);

	*n = (struct nearest){
		.name = name, .len = len, .distance = allowed + 1, .letters = letters_of(name, len)
	};
}

void nearest_offer(struct nearest *n, const char *candidate)
{
	size_t len = strlen(candidate);
	size_t apart = len > n->len ? len - n->len : n->len - len;
	size_t others = (size_t)__builtin_popcountll(n->letters ^ letters_of(candidate, len));
	size_t most = others < n->others ? n->distance : n->distance - 1, distance;

	/* an edit changes the length by one at most, and which letters there are by two */
	if (n->len > LONGEST_NAME || len > LONGEST_NAME || apart > most || others > 2 * most)
		return;
	distance = edit_distance(n->name, n->len, candidate, len, most + 1);
	if (distance == 0 || distance > most || distance >= len)
		return;
	n->best = candidate;
	n->distance = distance;
	n->others = others;
}

void nearest_visit(const char *candidate, void *nearest)
{
	nearest_offer(nearest, candidate);
}
