/* runtime/btf_write.c - makes type information (BTF) and hands it to the kernel.  Used by
 * runtime/func_info.c and runtime/load.c. */
#include "runtime/btf_write.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "probes/bpf_call.h"

uint32_t btf_write_name(struct btf_write *w, const char *name)
{
	uint32_t at;

	/* offset 0 is "no name" */
	if (!w->strings.len)
		buffer_append(&w->strings, "", 1);
	at = (uint32_t)w->strings.len;
	buffer_append(&w->strings, name, strlen(name) + 1);
	return at;
}

uint32_t btf_write_type(
	struct btf_write *w, uint32_t name, uint32_t kind, uint32_t len, uint32_t size_or_type)
{
	struct btf_type t = {.name_off = name, .info = kind << 24 | len, .size = size_or_type};

	buffer_append(&w->types, &t, sizeof(t));
	return ++w->count;
}

void btf_write_bytes(struct btf_write *w, const void *bytes, size_t len)
{
	buffer_append(&w->types, bytes, len);
}

uint32_t btf_write_int(struct btf_write *w)
{
	uint32_t encoding = BTF_INT_SIGNED << 24 | 32;
	uint32_t id = btf_write_type(w, btf_write_name(w, "int"), BTF_KIND_INT, 0, 4);

	btf_write_bytes(w, &encoding, sizeof(encoding));
	return id;
}

int btf_write_load(struct btf_write *w)
{
	struct btf_header header = {
		.magic = BTF_MAGIC, .version = BTF_VERSION, .hdr_len = sizeof(header)};
	struct buffer btf = {0};
	union bpf_attr attr;
	int ret = -ENOMEM;

	header.type_len = (uint32_t)w->types.len;
	header.str_off = header.type_len;
	header.str_len = (uint32_t)w->strings.len;
	buffer_append(&btf, &header, sizeof(header));
	buffer_append(&btf, w->types.data, w->types.len);
	buffer_append(&btf, w->strings.data, w->strings.len);
	if (!w->types.failed && !w->strings.failed && !btf.failed) {
		memset(&attr, 0, sizeof(attr));
		attr.btf = (uintptr_t)btf.data;
		attr.btf_size = (uint32_t)btf.len;
		ret = bpf_call(BPF_BTF_LOAD, &attr, sizeof(attr));
	}
	buffer_free(&btf);
	return ret;
}

void btf_write_free(struct btf_write *w)
{
	buffer_free(&w->types);
	buffer_free(&w->strings);
}
