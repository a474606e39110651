/* probes/btf_index.h - what a scan of types of the kernel or of a module found out, kept in a file
 * for the processes to come: they map it and scan nothing. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probes/btf.h"

/** Which bytes an index is of, and where it is kept. */
struct btf_index_key {
	/* the header of the BTF, the build id of what it describes, a hash of what else it depends
	 * on */
	uint8_t of[88];
	char directory[256];
	char file[40];
};

/** An index that is in use.  Everything lies in the mapping. */
struct btf_index {
	void *map;
	size_t map_len;
	struct kernel_btf_tables tables;
	const void *blob;       /* the bytes of the BTF where the file has them too; else NULL */
	size_t blob_len;
};

/** The key for the kernel's own BTF, which is behind the descriptor; its build id is among the ELF
 * notes in the file `notes`.  The index is kept where cache_directory() says.  False when there is
 * no place, or no build id: then it cannot be told from that of another kernel. */
bool btf_index_key(struct btf_index_key *key, const char *directory, int fd, const char *notes);

/** The same for the BTF of a module: the index is of that build of the module on that kernel, no
 * matter how often it is loaded, and kept beside the kernel's. */
bool btf_index_key_module(
	struct btf_index_key *key, const struct btf_index_key *kernel, int fd, const char *notes);

/** Map the index of a key.  False when there is none that can be used: files and directories that
 * are not our own or that others may write are not looked at, and neither is what is damaged or of
 * another version.  Ids and offsets in the tables are not checked: kernel_btf_open_scanned() takes
 * any. */
bool btf_index_open(struct btf_index *out, const struct btf_index_key *key);

void btf_index_close(struct btf_index *index);

/** True when an index could be kept: the directory is there, or could be made, and is ours. */
bool btf_index_wanted(const struct btf_index_key *key);

/** Keep an index, with the bytes of the BTF unless NULL.  Others see all of it or nothing, also
 * after a crash.  A place that cannot be written is no error. */
void btf_index_write(const struct btf_index_key *key, const struct kernel_btf_tables *tables,
	const void *blob, size_t blob_len);
