/* probes/function.c - attach points on functions of the kernel: taken apart here, attached by kprobe.c and fentry.c. */
#include "probes/function.h"

#include <string.h>

#include "probes/number.h"
#include "probes/rows.h"

int function_parse(struct probe_spec *spec, struct arena *a, bool offset_allowed, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret)
		return ret;
	unsigned last = spec->part_count - 1;
	const char *plus = strchr(spec->parts[last], '+');

	if (plus && !offset_allowed)
		return probe_fail_part(err, spec, last, PROBE_MALFORMED, "%s probes take no offset: they sit at the edge of a function",
				       spec->provider->name);
	if (plus && (plus == spec->parts[last] || !number_parse(plus + 1, &spec->numbers[0])))
		return probe_fail_part(err, spec, last, PROBE_MALFORMED, "'%s' is not a function with an offset", spec->parts[last]);
	probe_complete(spec, a);
	return 0;
}
