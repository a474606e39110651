/* probes/function.c - attach points on functions of the kernel: taken apart here, with the types of
 * their arguments; and programs that the kernel calls in place of a breakpoint.  Called by kprobe.c
 * and fentry.c. */
#include "probes/function.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/btf_types.h"
#include "probes/kfunctions.h"
#include "probes/machine.h"
#include "probes/number.h"
#include "probes/rows.h"
#include "runtime/base/util.h"

/* A function that every kernel has, to ask whether it takes such programs at all. */
#define ANY_FUNCTION "vfs_read"
#define BY_VALUE_BYTES 16       /* of a struct that is passed in registers */
/* arguments in registers, as the trampolines of all kernels allow */
#define REGISTER_ARGS 6

int function_parse(
	struct probe_spec *spec, struct arena *a, bool offset_allowed, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (ret)
		return ret;
	unsigned last = spec->part_count - 1;
	const char *plus = strchr(spec->parts[last], '+');

	if (spec->parts[last][0] >= '0' && spec->parts[last][0] <= '9')
		return probe_fail_part(err, spec, last, PROBE_MALFORMED,
			"'%s' is not the name of a function: only kprobe and kretprobe "
			"take addresses, without a module",
			spec->parts[last]);
	if (plus && !offset_allowed)
		return probe_fail_part(err, spec, last, PROBE_MALFORMED,
			"%s probes take no offset: they sit at the edge of a function",
			spec->provider->name);
	ret = plus ? number_limit(spec, last, plus + 1, UINT64_MAX, err) : 0;
	if (ret)
		return ret;
	if (plus && (plus == spec->parts[last] || !number_parse(plus + 1, &spec->numbers[0])))
		return probe_fail_part(err, spec, last, PROBE_MALFORMED,
			"'%s' is not a function with an offset", spec->parts[last]);
	probe_complete(spec, a);
	return 0;
}

static const struct btf_type *prototype_of(const struct kernel_btf *b, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(b, id);

	t = t ? kernel_btf_type(b, t->type) : NULL;
	return t && BTF_INFO_KIND(t->info) == BTF_KIND_FUNC_PROTO ? t : NULL;
}

/* A small struct or union by value lies in the slots as it does in memory; of a larger one the
 * kernel knows nothing. */
static const struct type *by_value_type(const struct kernel_btf *b, uint32_t id, struct arena *a)
{
	const struct type *t = kernel_btf_size(b, id) <= BY_VALUE_BYTES
		? btf_types_by_id(kernel_btf_id(b, id), a)
		: NULL;

	return t && t->kind == TYPE_STRUCT ? btf_types_whole(t, a) : NULL;
}

bool function_type_of(const struct probe_spec *spec, struct arena *a, struct function_type *out)
{
	const char *module = spec->parts[FUNCTION_PART_MODULE];
	const struct kernel_btf *b = module ? kernel_btf_module(module) : kernel_btf();
	uint32_t id = b ? kernel_btf_find(b, BTF_KIND_FUNC, kernel_function_type_name(spec, a)) : 0;
	const struct btf_type *proto = id ? prototype_of(b, id) : NULL;

	if (!proto)
		return false;
	const struct btf_param *params = (const void *)(proto + 1);
	uint32_t count = BTF_INFO_VLEN(proto->info), registers = 0;

	*out = (struct function_type){
		.id = id,
		.module = b->base ? b->name : NULL,
		.known = true,
		.args = arena_new_array(a, struct probe_value, count + 1),
		.slots = arena_new_array(a, uint32_t, count + 1),
		.retval = proto->type ? kernel_btf_value_type(b, proto->type, a) : NULL,
		.retval_c_type = proto->type ? kernel_btf_c_text(b, proto->type, a) : NULL,
	};
	for (uint32_t i = 0; i < count; i++) {
		const struct type *type = kernel_btf_value_type(b, params[i].type, a);
		const char *text = kernel_btf_text(b, params[i].name_off);

		if (!params[i].type)
			out->known = false;
		registers += type != NULL;
		if (!type && params[i].type)
			type = by_value_type(b, params[i].type, a);
		if (type) {
			out->slots[out->arg_count] = out->slot_count;
			out->args[out->arg_count++] = (struct probe_value){
				.name = *text ? text : arena_printf(a, "arg%u", i), .type = type,
				.c_type = kernel_btf_c_text(b, params[i].type, a),
			};
		}
		out->slot_count += MAX_OF((kernel_btf_size(b, params[i].type) + 7) / 8, 1);
	}
	out->simple = out->known && registers == count && count <= REGISTER_ARGS;
	return true;
}

bool function_tracing_works(const char *provider, struct probe_error *err)
{
	static enum { UNKNOWN, YES, NO } answer;
	static uint32_t id;
	static int refusal;

	if (answer == UNKNOWN) {
		id = machine_btf_type(BTF_KIND_FUNC, ANY_FUNCTION);
		int fd = id ? bpf_call_load_tracing(false, id, NULL) : -ENOENT;

		answer = fd >= 0 ? YES : NO;
		refusal = fd < 0 ? -fd : 0;
		if (fd >= 0)
			close(fd);
	}
	if (answer == YES || !err)
		return answer == YES;
	if (!id)
		probe_fail(err, PROBE_UNSUPPORTED,
			"%s probes cannot be had: this kernel has no type information (CONFIG_DEBUG_INFO_BTF)",
			provider);
	else
		probe_fail(err, PROBE_UNSUPPORTED,
			"%s probes cannot be had: this kernel refuses such programs: %s", provider,
			strerror(refusal));
	probe_hint(err,
		"use a tracepoint near that function: sonde -l 'tracepoint:*:*' or sonde -l 'rawtracepoint:*' lists them");
	return false;
}

/* The kernel hands over an array of 8-byte slots: the arguments, and behind them the result.  What
 * it takes for a pointer of a type of its own is fetched as a plain number, with which anything may
 * be done. */
static struct access slot_access(uint32_t slot, const struct type *type)
{
	if (type->kind == TYPE_STRUCT)
		return (struct access){
			.kind = ACCESS_CTX_BYTES, .offset = 8 * slot, .size = type->size
		};
	bool pointer = type->kind == TYPE_POINTER;

	return (struct access){
		.kind = pointer ? ACCESS_CTX_NUMBER : ACCESS_CTX,
		.offset = 8 * slot,
		.size = pointer ? 8 : type->size,
	};
}

void function_tracing_plan(
	const struct function_type *type, bool is_return, struct arena *a, struct probe_plan *out)
{
	struct access *args = arena_new_array(a, struct access, type->arg_count + 1);
	struct access *words = arena_new_array(a, struct access, 32);

	for (uint32_t i = 0; i < type->arg_count; i++) {
		args[i] = slot_access(type->slots[i], type->args[i].type);
		if (type->slots[i] < 32 && args[i].kind != ACCESS_CTX_BYTES)
			words[type->slots[i]] = (struct access){
				.kind = args[i].kind, .offset = args[i].offset, .size = 8
			};
	}
	out->args = args;
	out->words = words;
	if (type->retval)
		out->retval = slot_access(type->slot_count, type->retval);
	out->prog_type = BPF_PROG_TYPE_TRACING;
	out->attach_type = is_return ? BPF_TRACE_FEXIT : BPF_TRACE_FENTRY;
	out->attach_btf_id = type->id;
	out->attach_module = type->module;
	out->nests = true;
	out->filter = PROBE_FILTER_TEST;
}

int function_tracing_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int fd = bpf_call_raw_tracepoint(NULL, req->prog_fd);
	int ret = fd < 0 ? fd : attachment_add(out, fd);
	static const struct attach_reason reasons[] = {
		{ EBUSY, "something else holds that function (EBUSY)" }, { 0 }
	};

	if (!ret)
		return 0;
	probe_fail_attach(err, req, ret, reasons);
	if (!*err->hint)
		probe_hint(err,
			"use a tracepoint near that function, or kprobe with SONDE_ATTACH_BY=kprobe");
	return ret;
}
