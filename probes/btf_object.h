/* probes/btf_object.h - the kernel's own handles of its modules' types, which a program is loaded
 * with when its function is a module's. */
#pragma once

/** A descriptor of the types of a loaded module, which the caller closes; -ENOENT when it is not
 * loaded or has none, or another -errno. */
int btf_object_open(const char *module);
