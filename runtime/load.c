/* runtime/load.c - makes an image's maps and loads its programs, with the bpf() system call alone:
 * no ELF, and no BTF but a module's for a program that is for its function.  Owns their
 * descriptors.  Called by runtime/session.c; refusals by the verifier are explained in
 * runtime/refusal.c. */
#include "runtime/load.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "probes/btf_object.h"
#include "probes/machine.h"
#include "runtime/base/log.h"
#include "runtime/base/mem.h"
#include "runtime/base/progress.h"
#include "runtime/base/util.h"
#include "runtime/bpf.h"
#include "runtime/btf_write.h"
#include "runtime/func_info.h"
#include "runtime/refusal.h"
#include "runtime/signals.h"

/* How each kind of storage is made. */
static const struct {
	uint32_t type;
	uint32_t flags;
} storages[MAP_STORAGE_COUNT] = {
	[MAP_HASH] = { BPF_MAP_TYPE_HASH, BPF_F_NO_PREALLOC },
	[MAP_PERCPU_HASH] = { BPF_MAP_TYPE_PERCPU_HASH, BPF_F_NO_PREALLOC },
	[MAP_ARRAY] = { BPF_MAP_TYPE_ARRAY, 0 },
	[MAP_PERCPU_ARRAY] = { BPF_MAP_TYPE_PERCPU_ARRAY, 0 },
	[MAP_RING] = { BPF_MAP_TYPE_RINGBUF, 0 },
	[MAP_CONTROL] = { BPF_MAP_TYPE_ARRAY, BPF_F_MMAPABLE },
	[MAP_COUNTERS] = { BPF_MAP_TYPE_PERCPU_ARRAY, 0 },
	[MAP_RODATA] = { BPF_MAP_TYPE_ARRAY, BPF_F_RDONLY_PROG },
	[MAP_SCRATCH] = { BPF_MAP_TYPE_PERCPU_ARRAY, 0 },
	[MAP_POOL] = { BPF_MAP_TYPE_ARRAY, 0 },
	[MAP_STACKS] = { BPF_MAP_TYPE_HASH, BPF_F_NO_PREALLOC },
	[MAP_USER_STACKS] = { BPF_MAP_TYPE_HASH, BPF_F_NO_PREALLOC },
	[MAP_UNWIND_PROCESSES] = { BPF_MAP_TYPE_HASH, BPF_F_NO_PREALLOC },
	[MAP_UNWIND_PAGES] = { BPF_MAP_TYPE_HASH, BPF_F_NO_PREALLOC },
	[MAP_UNWIND_RULES] = { BPF_MAP_TYPE_ARRAY, 0 },
	[MAP_LRU_HASH] = { BPF_MAP_TYPE_LRU_HASH, 0 },
	[MAP_THREADS] = { BPF_MAP_TYPE_TASK_STORAGE, BPF_F_NO_PREALLOC },
	[MAP_PERCPU_LRU_HASH] = { BPF_MAP_TYPE_LRU_PERCPU_HASH, 0 },
	[MAP_DATA] = { BPF_MAP_TYPE_ARRAY, 0 },
	[MAP_PERCPU_DATA] = { BPF_MAP_TYPE_PERCPU_ARRAY, 0 },
	[MAP_PROCESSES] = { BPF_MAP_TYPE_ARRAY, BPF_F_MMAPABLE },
	[MAP_PACKETS] = { BPF_MAP_TYPE_PERF_EVENT_ARRAY, 0 },
};

static uint32_t choose_ring_bytes(const struct image_header *header)
{
	if (header->ring_bytes)
		return header->ring_bytes;
	return header->flags & IMAGE_FLOOD ? machine_ring_bytes() : MACHINE_RING_SMALL;
}

/* Fill data, and freeze what is read-only: the verifier then takes its words for constants. */
static int fill_data(struct loaded *l, uint32_t index, int fd)
{
	const struct image_map *map = &l->image->maps[index];
	uint8_t *value = mem_zalloc(1, map->value_size);
	uint32_t key = 0;
	int err;

	if (!value)
		return -ENOMEM;
	memcpy(value, l->image->data + map->data_offset, MIN_OF(map->data_len, map->value_size));
	for (const struct data_patch *p = l->patches; p < l->patches + l->patch_count; p++)
		if (p->map == index)
			memcpy(value + p->offset, p->bytes, p->size);
	err = bpf_map_update_elem(fd, &key, value, BPF_ANY);
	mem_free(value);
	return err || map->storage == MAP_DATA ? err : bpf_map_freeze(fd);
}

/* Storage of threads wants types: a number of a descriptor as key, and bytes of the right size. */
static int make_typed_map(struct bpf_map_spec *spec)
{
	struct btf_write w = { 0 };
	int fd;

	spec->btf_key_id = btf_write_int(&w);
	spec->btf_value_id = btf_write_type(
		&w, btf_write_name(&w, "value"), BTF_KIND_STRUCT, 0, spec->value_size);
	fd = spec->btf_fd = btf_write_load(&w);
	btf_write_free(&w);
	if (fd < 0)
		return fd;
	fd = bpf_map_make(spec);
	close(spec->btf_fd);
	return fd;
}

static int make_map(struct loaded *l, uint32_t index)
{
	const struct image_map *map = &l->image->maps[index];
	struct bpf_map_spec spec = {
		.type = storages[map->storage].type,
		.key_size = map->key_size,
		.value_size = map->value_size,
		.max_entries = map->max_entries,
		.flags = storages[map->storage].flags,
		.name = image_text(l->image, map->name),
	};
	int fd, err = 0;

	if (map->storage == MAP_RING) {
		spec.max_entries = l->ring_bytes = choose_ring_bytes(l->image->header);
		l->ring_map = index;
	}
	if (map->storage == MAP_PACKETS)
		spec.max_entries = machine_possible_cpus();
	if (map->storage == MAP_THREADS) {
		spec.max_entries = 0;           /* as many as there are threads */
		fd = make_typed_map(&spec);
	} else {
		fd = bpf_map_make(&spec);
	}
	if (fd < 0) {
		log_error("map '%s': cannot be made with %u entries of %u bytes: %s%s", spec.name,
			spec.max_entries, spec.key_size + spec.value_size, strerror(-fd),
			fd == -ENOMEM || fd == -E2BIG ? "; lower max_map_keys or use smaller values"
				: "");
		return fd;
	}
	l->maps[index] = fd;
	if (map->storage == MAP_RODATA || (map->storage == MAP_DATA && map->data_len))
		err = fill_data(l, index, fd);
	if (err)
		log_error("map '%s': cannot be filled: %s", spec.name, strerror(-err));
	return err;
}

/* An array of n descriptors, all -1. */
static int *no_descriptors(uint32_t n)
{
	int *fds = mem_alloc(sizeof(*fds) * (n ? n : 1));

	for (uint32_t i = 0; fds && i < n; i++)
		fds[i] = -1;
	return fds;
}

int load_maps(struct loaded *l, const struct image *image, const struct data_patch *patches,
	uint32_t count)
{
	int err = 0;

	*l = (struct loaded){
		.image = image, .patches = patches, .patch_count = count, .ring_map = IMAGE_NONE
	};
	l->maps = no_descriptors(image->counts[IMAGE_MAPS]);
	l->progs = no_descriptors(image->counts[IMAGE_PROGS]);
	l->instances = no_descriptors(image->counts[IMAGE_PROBES]);
	if (!l->maps || !l->progs || !l->instances) {
		log_error("program: cannot be loaded: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	for (uint32_t i = 0; !err && i < image->counts[IMAGE_MAPS]; i++)
		err = make_map(l, i);
	return err;
}

/* Write descriptors and numbers into a copy of the program's instructions. */
static void relocate(const struct loaded *l, const struct image_prog *prog, uint32_t probe,
	struct bpf_insn *insns)
{
	const struct image_reloc *reloc = l->image->relocs + prog->reloc_first;

	for (uint32_t i = 0; i < prog->reloc_count; i++, reloc++) {
		struct bpf_insn *insn = &insns[reloc->insn];

		switch ((enum reloc_kind)reloc->kind) {
		case RELOC_MAP_FD:
			insn[0].src_reg = BPF_PSEUDO_MAP_FD;
			insn[0].imm = l->maps[reloc->value];
			insn[1].imm = 0;
			break;
		case RELOC_MAP_VALUE:
			insn[0].src_reg = BPF_PSEUDO_MAP_VALUE;
			insn[0].imm = l->maps[reloc->value];
			insn[1].imm = (int32_t)reloc->addend;
			break;
		case RELOC_KERNEL_VAR:
			insn[0].src_reg = BPF_PSEUDO_BTF_ID;
			insn[0].imm = (int32_t)reloc->value;
			insn[1].imm = 0;
			break;
		case RELOC_PROG:
			insn[0].src_reg = 0;
			insn[0].imm = (int32_t)(prog - l->image->progs);
			insn[1].imm = 0;
			break;
		case RELOC_KIND_COUNT:
		case RELOC_FACT:
		case RELOC_FACT_VAR:
			/* of portable images, of which runtime/portable.c makes others */
			break;
		case RELOC_PROBE_ID:
			insn[0].src_reg = 0;
			insn[0].imm = (int32_t)l->image->probes[probe].number;
			insn[1].imm = 0;
			break;
		}
	}
}

/* The types of the module whose function a program is for.  A descriptor, 0 when it is the kernel's
 * own, or -errno, reported. */
static int open_types(const struct image *image, const struct image_prog *prog, uint32_t probe)
{
	const char *text = image_text(image, image->probes[probe].text), *module;
	int fd;

	if (prog->attach_module == IMAGE_NONE)
		return 0;
	module = image_text(image, prog->attach_module);
	fd = btf_object_open(module);
	if (fd == -ENOENT)
		log_error(
			"probe '%s': module '%s' is not loaded any more; load it with: modprobe %s",
			text, module, module);
	else if (fd < 0)
		log_error("probe '%s': the types of module '%s' cannot be had: %s", text, module,
			strerror(-fd));
	return fd;
}

/* Hand ready instructions to the kernel.  On failure the reason has been reported. */
static int hand_over(const struct loaded *l, uint32_t probe, const struct bpf_insn *insns)
{
	const struct image *image = l->image;
	const struct image_prog *prog = &image->progs[image->probes[probe].prog];
	struct bpf_prog_spec spec = {
		.type = prog->type,
		.attach_type = prog->attach_type,
		.attach_btf_id = prog->attach_btf_id,
		.insns = insns,
		.insn_count = prog->insn_count,
		.license = image_text(image, image->header->license),
		.name = image_text(image, prog->name),
	};
	struct func_info info = { .btf_fd = -1 };
	int types = open_types(image, prog, probe), fd = 0;

	if (types < 0)
		return types;
	spec.attach_btf_fd = types;
	if (prog->flags & IMAGE_PROG_CALLBACKS)
		fd = func_info_make(image, prog, &info);
	if (fd < 0) {
		log_error("probe '%s': its functions cannot be described to the kernel: %s",
			image_text(image, image->probes[probe].text), strerror(-fd));
		goto out;
	}
	spec.btf_fd = info.btf_fd;
	spec.func_info = info.records;
	spec.func_info_count = info.count;
	fd = bpf_prog_make(&spec);
	if (fd < 0)
		refusal_explain(image, prog, probe, &spec, fd);
	else if (l->shows_verifier)
		refusal_show_acceptance(image, probe, &spec);
	func_info_close(&info);
out:
	if (types)
		close(types);
	return fd;
}

static int load_program(const struct loaded *l, const struct image_prog *prog, uint32_t probe)
{
	size_t bytes = (size_t)prog->insn_count * sizeof(struct bpf_insn);
	struct bpf_insn *insns = mem_alloc(bytes ? bytes : 1);
	int fd;

	if (!insns) {
		log_error("program: cannot be loaded: %s", strerror(ENOMEM));
		return -ENOMEM;
	}
	memcpy(insns, l->image->insns + prog->insn_first, bytes);
	relocate(l, prog, probe, insns);
	fd = hand_over(l, probe, insns);
	mem_free(insns);
	return fd;
}

int load_programs(struct loaded *l, unsigned stages)
{
	progress_say("Loading programs", l->image->counts[IMAGE_PROBES]);
	for (uint32_t i = 0; i < l->image->counts[IMAGE_PROBES]; i++) {
		const struct image_probe *probe = &l->image->probes[i];
		const struct image_prog *prog = &l->image->progs[probe->prog];
		int *fd = prog->flags & IMAGE_PROG_INSTANCE ? &l->instances[i]
			: &l->progs[probe->prog];

		progress_step();
		if (signals_stopping())
			return -EINTR;
		if (probe->flags & IMAGE_PROBE_SHARED || *fd >= 0 || !(stages & 1u << probe->stage))
			continue;
		*fd = load_program(l, prog, i);
		if (*fd < 0)
			return *fd;
		if (probe->stage == PROBE_STAGE_ATTACH && prog->flags & IMAGE_PROG_PREEMPTIBLE)
			l->preemptible = true;
	}
	return 0;
}

int load_prog_of(const struct loaded *l, uint32_t probe)
{
	const struct image_probe *p = &l->image->probes[probe];

	if (p->flags & IMAGE_PROBE_SHARED)
		return -1;
	return l->instances[probe] >= 0 ? l->instances[probe] : l->progs[p->prog];
}

static void close_all(int *fds, uint32_t n)
{
	for (uint32_t i = 0; fds && i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	mem_free(fds);
}

void load_close(struct loaded *l)
{
	if (!l->image)
		return;
	close_all(l->maps, l->image->counts[IMAGE_MAPS]);
	close_all(l->progs, l->image->counts[IMAGE_PROGS]);
	close_all(l->instances, l->image->counts[IMAGE_PROBES]);
	memset(l, 0, sizeof(*l));
}
