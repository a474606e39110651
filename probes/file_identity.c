/* probes/file_identity.c - the identity of programs and libraries.  Called when user probes are
 * planned and when they are attached, which may be long after: a probe put into a newer file at an
 * old offset would overwrite the middle of an instruction. */
#include "probes/file_identity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probes/debug_file.h"
#include "runtime/base/util.h"

#define IDENTITY_MOST (2 * DEBUG_FILE_ID_MOST + 1)

static int read_identity(const char *path, char out[IDENTITY_MOST])
{
	uint8_t id[DEBUG_FILE_ID_MOST];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	*out = '\0';
	if (fd < 0)
		return -errno;
	size_t len = debug_file_build_id(fd, id);

	for (size_t i = 0; i < len; i++)
		snprintf(out + 2 * i, 3, "%02x", id[i]);
	if (!len && !fstat(fd, &st))
		snprintf(out, IDENTITY_MOST, "%lld bytes", (long long)st.st_size);
	close(fd);
	return 0;
}

const char *file_identity(const char *path, struct arena *a)
{
	char identity[IDENTITY_MOST];

	read_identity(path, identity);
	return arena_strdup(a, identity);
}

int file_identity_check(const char *path, const char *identity)
{
	char own[IDENTITY_MOST];
	int ret = identity && *identity ? read_identity(path, own) : 0;

	return ret || !identity || !*identity ? ret : str_eq(own, identity) ? 0 : -ESTALE;
}
