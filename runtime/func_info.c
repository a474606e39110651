/* runtime/func_info.c - BTF for programs with callbacks: the verifier follows a callback only when
 * every function of the program is described ("missing btf func_info", kernel/bpf/verifier.c), and
 * takes any prototype for functions of static linkage.  So all of them are described alike, as
 * `static int name(void *)`.  The layout is that of Documentation/bpf/btf.rst.  Used by
 * runtime/load.c. */
#include "runtime/func_info.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/base/buffer.h"
#include "runtime/base/mem.h"

/* Type ids in the order they are written. */
enum { TYPE_ID_INT = 1, TYPE_ID_POINTER, TYPE_ID_PROTOTYPE, TYPE_ID_FIRST_FUNCTION };

static void put_type(
    struct buffer *b, uint32_t name, uint32_t kind, uint32_t len, uint32_t size_or_type)
{
	struct btf_type t = {.name_off = name, .info = kind << 24 | len, .size = size_or_type};

	buffer_append(b, &t, sizeof(t));
}

static uint32_t put_name(struct buffer *strings, const char *name)
{
	uint32_t at = (uint32_t)strings->len;

	buffer_append(strings, name, strlen(name) + 1);
	return at;
}

static void put_types(const struct image *image, const struct image_prog *prog,
    struct buffer *types, struct buffer *strings)
{
	struct btf_param param = {.type = TYPE_ID_POINTER};
	uint32_t encoding = BTF_INT_SIGNED << 24 | 32;

	buffer_append(strings, "", 1);
	put_type(types, put_name(strings, "int"), BTF_KIND_INT, 0, 4);
	buffer_append(types, &encoding, sizeof(encoding));
	put_type(types, 0, BTF_KIND_PTR, 0, 0);
	put_type(types, 0, BTF_KIND_FUNC_PROTO, 1, TYPE_ID_INT);
	param.name_off = put_name(strings, "arg");
	buffer_append(types, &param, sizeof(param));
	put_type(types, put_name(strings, image_text(image, prog->name)), BTF_KIND_FUNC,
	    BTF_FUNC_STATIC, TYPE_ID_PROTOTYPE);
	for (uint32_t i = 0; i < prog->func_count; i++)
		put_type(types,
		    put_name(strings, image_text(image, image->funcs[prog->func_first + i].name)),
		    BTF_KIND_FUNC, BTF_FUNC_STATIC, TYPE_ID_PROTOTYPE);
}

static int load_btf(struct buffer *btf)
{
	union bpf_attr attr;
	long fd;

	memset(&attr, 0, sizeof(attr));
	attr.btf = (uintptr_t)btf->data;
	attr.btf_size = (uint32_t)btf->len;
	fd = syscall(__NR_bpf, BPF_BTF_LOAD, &attr, sizeof(attr));
	return fd < 0 ? -errno : (int)fd;
}

int func_info_make(const struct image *image, const struct image_prog *prog, struct func_info *out)
{
	struct buffer types = {0}, strings = {0}, btf = {0};
	struct btf_header header = {
	    .magic = BTF_MAGIC, .version = BTF_VERSION, .hdr_len = sizeof(header)};
	int err = -ENOMEM;

	*out = (struct func_info){.btf_fd = -1, .count = prog->func_count + 1};
	out->records = mem_zalloc(out->count, sizeof(*out->records));
	put_types(image, prog, &types, &strings);
	header.type_len = (uint32_t)types.len;
	header.str_off = header.type_len;
	header.str_len = (uint32_t)strings.len;
	buffer_append(&btf, &header, sizeof(header));
	buffer_append(&btf, types.data, types.len);
	buffer_append(&btf, strings.data, strings.len);
	if (!out->records || types.failed || strings.failed || btf.failed)
		goto out;
	for (uint32_t i = 0; i < out->count; i++)
		out->records[i] = (struct bpf_func_info){
		    .insn_off = i ? image->funcs[prog->func_first + i - 1].insn : 0,
		    .type_id = TYPE_ID_FIRST_FUNCTION + i,
		};
	out->btf_fd = err = load_btf(&btf);
	err = err < 0 ? err : 0;
out:
	buffer_free(&types);
	buffer_free(&strings);
	buffer_free(&btf);
	if (err)
		func_info_close(out);
	return err;
}

void func_info_close(struct func_info *info)
{
	if (info->btf_fd >= 0)
		close(info->btf_fd);
	mem_free(info->records);
	*info = (struct func_info){.btf_fd = -1};
}
