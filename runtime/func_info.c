/* runtime/func_info.c - BTF for programs with callbacks: the verifier follows a callback only when
 * every function of the program is described ("missing btf func_info", kernel/bpf/verifier.c), and
 * takes any prototype for functions of static linkage.  So all of them are described alike, as
 * `static int name(void *)`.  Used by runtime/load.c. */
#include "runtime/func_info.h"

#include <errno.h>
#include <unistd.h>

#include "runtime/base/mem.h"
#include "runtime/btf_write.h"

/* Descriptions of the program's functions; returns the type id of the first. */
static uint32_t put_types(
	const struct image *image, const struct image_prog *prog, struct btf_write *w)
{
	struct btf_param param = {0};
	uint32_t prototype, first, number = btf_write_int(w);

	param.type = btf_write_type(w, 0, BTF_KIND_PTR, 0, 0);
	prototype = btf_write_type(w, 0, BTF_KIND_FUNC_PROTO, 1, number);
	param.name_off = btf_write_name(w, "arg");
	btf_write_bytes(w, &param, sizeof(param));
	first = btf_write_type(w, btf_write_name(w, image_text(image, prog->name)), BTF_KIND_FUNC,
		BTF_FUNC_STATIC, prototype);
	for (uint32_t i = 0; i < prog->func_count; i++)
		btf_write_type(w,
			btf_write_name(
				w, image_text(image, image->funcs[prog->func_first + i].name)),
			BTF_KIND_FUNC, BTF_FUNC_STATIC, prototype);
	return first;
}

int func_info_make(const struct image *image, const struct image_prog *prog, struct func_info *out)
{
	struct btf_write w = {0};
	uint32_t first;
	int err;

	*out = (struct func_info){.btf_fd = -1, .count = prog->func_count + 1};
	out->records = mem_zalloc(out->count, sizeof(*out->records));
	first = put_types(image, prog, &w);
	for (uint32_t i = 0; out->records && i < out->count; i++)
		out->records[i] = (struct bpf_func_info){
			.insn_off = i ? image->funcs[prog->func_first + i - 1].insn : 0,
			.type_id = first + i,
		};
	err = out->btf_fd = out->records ? btf_write_load(&w) : -ENOMEM;
	btf_write_free(&w);
	if (err >= 0)
		return 0;
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
