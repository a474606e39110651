/* tests/live/helpers/poke.c - changes a number in a map of the kernel: for counts that take too
 * long to be counted.
 *
 * usage: poke MAP OLD NEW  In the newest per-CPU array of that name, every word of its first value
 *                          that is OLD becomes NEW; fails when there is none. */
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WORDS_MAX = 1 << 16 };

static long bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int find_map(const char *name)
{
	union bpf_attr next = { 0 };
	int found = -1;

	while (!bpf(BPF_MAP_GET_NEXT_ID, &next)) {
		struct bpf_map_info info = { 0 };
		union bpf_attr open = { .map_id = next.next_id }, ask = { 0 };
		int fd = (int)bpf(BPF_MAP_GET_FD_BY_ID, &open);

		next = (union bpf_attr){ .start_id = next.next_id };
		ask.info.bpf_fd = (uint32_t)fd;
		ask.info.info_len = sizeof(info);
		ask.info.info = (uint64_t)(uintptr_t)&info;
		if (fd >= 0 && !bpf(BPF_OBJ_GET_INFO_BY_FD, &ask) && !strcmp(info.name, name) &&
			info.type == BPF_MAP_TYPE_PERCPU_ARRAY)
			found = fd;
	}
	return found;
}

int main(int argc, char **argv)
{
	static uint64_t words[WORDS_MAX];
	uint64_t old, new;
	uint32_t key = 0, changed = 0;
	union bpf_attr attr = { 0 };

	if (argc != 4) {
		fprintf(stderr, "usage: poke MAP OLD NEW\n");
		return 2;
	}
	old = strtoull(argv[2], NULL, 0);
	new = strtoull(argv[3], NULL, 0);
	attr.map_fd = (uint32_t)find_map(argv[1]);
	attr.key = (uint64_t)(uintptr_t)&key;
	attr.value = (uint64_t)(uintptr_t)words;
	if (bpf(BPF_MAP_LOOKUP_ELEM, &attr)) {
		perror("poke: reading the map");
		return 1;
	}
	for (size_t i = 0; i < WORDS_MAX; i++) {
		changed += words[i] == old;
		words[i] = words[i] == old ? new : words[i];
	}
	attr.flags = BPF_ANY;
	if (!changed || bpf(BPF_MAP_UPDATE_ELEM, &attr)) {
		perror("poke: changing the map");
		return 1;
	}
	return 0;
}
