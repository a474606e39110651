/* probes/device_name.c - names of devices, out of the kernel's own list in sysfs.  They are asked
 * for when they are shown, so that a device that came a moment ago has one.  Used by the
 * runtime. */
#include "probes/device_name.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/util.h"

#define MINOR_BITS 20           /* MINORBITS (linux/kdev_t.h of the kernel) */

static bool put_listed(struct buffer *out, const char *kind, uint64_t major, uint64_t minor)
{
	char link[64], target[PATH_MAX];
	const char *name;
	ssize_t len;

	snprintf(link, sizeof(link), "/sys/dev/%s/%" PRIu64 ":%" PRIu64, kind, major, minor);
	len = readlink(link, target, sizeof(target) - 1);
	if (len <= 0)
		return false;
	target[len] = 0;
	name = strrchr(target, '/');
	/* a name with slashes ("cciss/c0d0") has them replaced in sysfs */
	for (name = name ? name + 1 : target; *name; name++)
		buffer_putc(out, *name == '!' ? '/' : *name);
	return true;
}

void device_put_name(struct buffer *out, uint64_t device)
{
	uint64_t major = device >> MINOR_BITS, minor = device & ((1u << MINOR_BITS) - 1);

	if (!put_listed(out, "block", major, minor) && !put_listed(out, "char", major, minor))
		buffer_printf(out, "%" PRIu64 ":%" PRIu64, major, minor);
}
