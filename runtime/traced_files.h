/* runtime/traced_files.h - programs and libraries that probes sit in, while others may put new
 * files in their places. */
#pragma once

#include "runtime/attach.h"

struct traced_files;

/** Watch the files that the attachments name, which must outlive this.  NULL when there are none,
 * or the kernel does not watch any more: nobody is told then. */
struct traced_files *traced_files_open(const struct attached *attached);

/** Becomes readable when something has happened to one of them. */
int traced_files_fd(const struct traced_files *f);

/** Warn of files that probes sit on the old contents of, once each.  NULL: no effect. */
void traced_files_look(struct traced_files *f);

/** NULL: no effect. */
void traced_files_close(struct traced_files *f);
