/* probes/probe_filter.c - keeps the probes whose full names a regular expression is found in.  Owns the expression, for the whole run.  Asked by those who list
 * probes: the compiler's resolve pass and `sonde -l`. */
#include "probes/probe_filter.h"

#include <regex.h>

#include "probes/provider.h"

static regex_t filter;
static bool is_set;

bool probe_filter_set(const char *regex, const char **why)
{
	static char reason[128];
	regex_t compiled;
	int err = regcomp(&compiled, regex, REG_EXTENDED | REG_NOSUB);

	if (err) {
		regerror(err, &compiled, reason, sizeof(reason));
		*why = reason;
		return false;
	}
	if (is_set)
		regfree(&filter);
	filter = compiled;
	is_set = true;
	return true;
}

bool probe_filter_keeps(const struct probe_spec *spec)
{
	return !is_set || spec->provider->flags & PROVIDER_UNFILTERED || !regexec(&filter, spec->text, 0, NULL, 0);
}
