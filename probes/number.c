/* probes/number.c - numbers in the parts of attach points, read as everywhere in the language.
 * Called by the parsers of the providers. */
#include "probes/number.h"

#include <ctype.h>
#include <string.h>

#include "probes/rows.h"
#include "runtime/base/integer.h"

static bool read_any(const char *text, struct integer *out)
{
	return isdigit((unsigned char)*text) && !integer_read(text, strlen(text), out);
}

static bool read_all(const char *text, struct integer *out)
{
	return read_any(text, out) && !out->is_too_large;
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

bool number_is_too_large(const char *text)
{
	struct integer n;

	return read_any(text, &n) && n.is_too_large;
}

int number_limit(const struct probe_spec *spec, unsigned part, const char *text, uint64_t most,
	struct probe_error *err)
{
	struct integer n;

	if (!read_any(text, &n) || n.is_duration || (!n.is_too_large && n.value <= most))
		return 0;
	return probe_fail_part(err, spec, part, PROBE_MALFORMED, "'%s' is too large: at most %llu",
		text, (unsigned long long)most);
}
