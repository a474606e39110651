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
 * rows of the table are enough. */
static size_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][LONGEST_NAME + 1];

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = min3(
			    above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN_OF(row[j], above2[j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}

void nearest_start(struct nearest *n, const char *name)
{
	*n = (struct nearest){ .name = name };
}

void nearest_offer(struct nearest *n, const char *candidate)
{
	size_t name_len = strlen(n->name);
	size_t len = strlen(candidate);
	size_t allowed = name_len < 2 ? 0 : MIN_OF(MAX_OF(name_len / 3, (size_t)1), (size_t)3);
	size_t distance;

	if (name_len > LONGEST_NAME || len > LONGEST_NAME)
		return;
	distance = edit_distance(n->name, name_len, candidate, len);
	if (distance == 0 || distance > allowed || distance >= len)
		return;
	if (n->best && distance >= n->distance)
		return;
	n->best = candidate;
	n->distance = distance;
}
