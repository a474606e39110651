/* probes/btf_object.c - looks through the kernel's BTF objects for that of a module.  Called by
 * bpf_call.c and by the runtime when it loads programs. */
#include "probes/btf_object.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "runtime/base/util.h"

#define MODULE_NAME 64  /* bytes of the longest name in the kernel */

/* Programs' own types are objects too: those have no name, or are not the kernel's. */
static bool is_module(int fd, const char *module)
{
	char name[MODULE_NAME] = "";
	struct bpf_btf_info info;

	memset(&info, 0, sizeof(info));
	info.name = (uint64_t)(uintptr_t)name;
	info.name_len = sizeof(name);
	return !bpf_call_info(fd, &info, sizeof(info)) && info.kernel_btf && str_eq(name, module);
}

int btf_object_open(const char *module)
{
	uint32_t id = 0;
	int ret;

	for (;;) {
		union bpf_attr attr;

		memset(&attr, 0, sizeof(attr));
		attr.start_id = id;
		ret = bpf_call(BPF_BTF_GET_NEXT_ID, &attr, sizeof(attr));
		if (ret < 0)
			return ret;
		id = attr.next_id;
		memset(&attr, 0, sizeof(attr));
		attr.btf_id = id;
		int fd = bpf_call(BPF_BTF_GET_FD_BY_ID, &attr, sizeof(attr));

		/* it may have gone in between */
		if (fd < 0 && fd != -ENOENT)
			return fd;
		if (fd >= 0 && is_module(fd, module))
			return fd;
		if (fd >= 0)
			close(fd);
	}
}
