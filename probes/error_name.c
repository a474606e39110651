/* probes/error_name.c - names of error numbers: the C library's, and those that do not leave the
 * kernel but are seen in it.  Used by the runtime. */
#include "probes/error_name.h"

#include <stddef.h>
#include <string.h>

#include "runtime/base/util.h"

#define MAX_ERRNO 4095          /* linux/err.h of the kernel: no error is larger */

/* include/linux/errno.h of the kernel, which is not among the headers for programs */
static const char *const kernel_only[] = {
	[512] = "ERESTARTSYS",
	[513] = "ERESTARTNOINTR",
	[514] = "ERESTARTNOHAND",
	[515] = "ENOIOCTLCMD",
	[516] = "ERESTART_RESTARTBLOCK",
	[517] = "EPROBE_DEFER",
	[518] = "EOPENSTALE",
	[519] = "ENOPARAM",
	[521] = "EBADHANDLE",
	[522] = "ENOTSYNC",
	[523] = "EBADCOOKIE",
	[524] = "ENOTSUPP",
	[525] = "ETOOSMALL",
	[526] = "ESERVERFAULT",
	[527] = "EBADTYPE",
	[528] = "EJUKEBOX",
	[529] = "EIOCBQUEUED",
	[530] = "ERECALLCONFLICT",
	[531] = "ENOGRACE",
};

const char *error_name(int64_t number)
{
	if (number > INT32_MAX && number <= UINT32_MAX)
		number = (int32_t)(uint32_t)number;
	if (number < 0)
		number = number < -MAX_ERRNO ? 0 : -number;
	if (number <= 0 || number > MAX_ERRNO)
		return NULL;
	if ((size_t)number < ARRAY_SIZE(kernel_only) && kernel_only[number])
		return kernel_only[number];
	return strerrorname_np((int)number);
}
