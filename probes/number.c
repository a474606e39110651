/* probes/number.c - numbers in the parts of attach points, read as everywhere in the language.
 * Called by the parsers of the providers. */
#include "probes/number.h"

#include <ctype.h>
#include <string.h>

#include "runtime/base/integer.h"

static bool read_all(const char *text, struct integer *out)
{
	return isdigit((unsigned char)*text) && !integer_read(text, strlen(text), out) &&
		!out->is_too_large;
}

bool number_parse(const char *text, uint64_t *out)
{
	struct integer n;

	if (!read_all(text, &n) || n.is_duration)
		return false;
	*out = n.value;
	return true;
}

bool duration_parse(const char *text, uint64_t *ns, bool *has_unit)
{
	struct integer n;

	if (!read_all(text, &n))
		return false;
	*has_unit = n.is_duration;
	*ns = n.value;
	return true;
}
