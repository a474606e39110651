/* probes/iter.c - iter:NAME: a walk over all objects of a kind that the kernel keeps, such as tasks
 * or open files, one run of the program for each.  The kernel walks while a descriptor is read: the
 * runtime reads it to its end, or leaves it pinned for others to read.  Row of the provider
 * table. */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <unistd.h>

#include "probes/bpf_call.h"
#include "probes/btf.h"
#include "probes/btf_types.h"
#include "probes/machine.h"
#include "probes/rows.h"
#include "runtime/base/file_access.h"
#include "runtime/base/image.h"
#include "runtime/base/util.h"

/* How the kernel's types name the walk over NAME: a function with the values of one step, and a
 * struct of the same as the program sees them. */
#define FUNCTION_PREFIX "bpf_iter_"
#define STRUCT_PREFIX "bpf_iter__"
/* first member of each of the structs: about the walk, not the object */
#define META "meta"

#define BPFFS_PREFIX "/sys/fs/bpf/"

/* parts, target_text, target_number */
enum { PART_NAME, PART_PIN };
enum { TEXT_PIN };
enum { NUMBER_ORDER };

/* Walks that are not like the rest. */
static const struct peculiar {
	const char *name;
	const char *needs;      /* what somebody would have to name first */
	uint32_t order;         /* of a walk down a tree */
	bool unbroken;          /* gives up when it is read in pieces */
} peculiar[] = {
	{ "bpf_map_elem", "a map" },
	{ "bpf_sk_storage_map", "a map" },
	{ "sockmap", "a map" },
	{ "cgroup", NULL, BPF_CGROUP_ITER_DESCENDANTS_PRE, true },
};

static const struct peculiar *peculiar_find(const char *name)
{
	static const struct peculiar usual;

	for (size_t i = 0; i < ARRAY_SIZE(peculiar); i++)
		if (str_eq(peculiar[i].name, name))
			return &peculiar[i];
	return &usual;
}

static int check_pin(const struct probe_spec *spec, struct probe_error *err)
{
	const char *pin = spec->parts[PART_PIN];
	int ret = 0;

	if (pin[0] == '/' && !str_starts(pin, BPFFS_PREFIX))
		ret = probe_fail_part(err, spec, PART_PIN, PROBE_MALFORMED,
			"'%s' is no place for a pin: it lies below " BPFFS_PREFIX, pin);
	else if (strchr(pin, '.'))
		ret = probe_fail_part(err, spec, PART_PIN, PROBE_MALFORMED,
			"'%s' is no name for a pin: the kernel allows no dots in it", pin);
	else if (pin[strlen(pin) - 1] == '/')
		ret = probe_fail_part(err, spec, PART_PIN, PROBE_MALFORMED,
			"'%s' is no name for a pin: it ends in a slash", pin);
	if (ret)
		probe_hint(
			err, "write iter:%s:name for " BPFFS_PREFIX "name", spec->parts[PART_NAME]);
	return ret;
}

static int iter_parse(struct probe_spec *spec, struct arena *a, struct probe_error *err)
{
	int ret = probe_expect_parts(spec, 1, 2, err);

	if (!ret && spec->part_count > PART_PIN)
		ret = check_pin(spec, err);
	if (!ret)
		probe_complete(spec, a);
	return ret;
}

/* Functions alone do not tell: "bpf_iter_num_new" is another kind of thing. */
static bool exists(const struct kernel_btf *b, const char *name, struct arena *a)
{
	return kernel_btf_find(b, BTF_KIND_STRUCT, arena_printf(a, STRUCT_PREFIX "%s", name)) &&
	       kernel_btf_find(b, BTF_KIND_FUNC, arena_printf(a, FUNCTION_PREFIX "%s", name));
}

static int visit_name(const struct probe_spec *like, const char *name, struct arena *a,
	probe_visit_fn visit, void *arg)
{
	struct probe_spec spec = *like;

	spec.parts[PART_NAME] = name;
	spec.part_quoted[PART_NAME] = true;
	probe_complete(&spec, a);
	return visit(&spec, arg);
}

/* The names of the walks that can be made, sorted. */
static struct name_list names_of(const struct kernel_btf *b, struct arena *a)
{
	struct name_list all = { 0 }, out = { 0 };

	kernel_btf_names(b, BTF_KIND_STRUCT, STRUCT_PREFIX, &all, a);
	for (size_t i = 0; i < all.count; i++)
		if (!peculiar_find(all.items[i])->needs && exists(b, all.items[i], a))
			name_list_add(&out, a, all.items[i]);
	name_list_sort(&out);
	return out;
}

static int iter_list(const struct probe_spec *spec, struct arena *a, probe_visit_fn visit,
	void *arg, struct probe_error *err)
{
	const struct kernel_btf *b =
		machine_need_btf("iter", "a kernel with CONFIG_DEBUG_INFO_BTF", err);
	const char *name = spec->parts[PART_NAME], *needs = peculiar_find(name)->needs;
	bool found = false;
	int ret = 0;

	if (!b)
		return -EOPNOTSUPP;
	if (needs && exists(b, name, a))
		return probe_fail_part(err, spec, PART_NAME, PROBE_UNSUPPORTED,
			"iter:%s cannot be had: it walks over what is in %s, which a script cannot name",
			name, needs);
	bool wild = probe_part_wild(spec, PART_NAME);

	if (!wild && exists(b, name, a))
		return visit_name(spec, name, a, visit, arg);
	struct name_list names =
		wild || probe_is_advised(spec) ? names_of(b, a) : (struct name_list){ 0 };

	for (size_t i = 0; i < names.count && !ret; i++) {
		if (!probe_part_match(spec, PART_NAME, names.items[i]))
			continue;
		found = true;
		ret = visit_name(spec, names.items[i], a, visit, arg);
	}
	if (found)
		return ret;
	ret = probe_fail_part(
		err, spec, PART_NAME, PROBE_NO_MATCH, "this kernel has no iterator '%s'", name);
	name_list_hint(&names, name, "", err);
	return ret;
}

static bool is_pinned(const struct probe_spec *spec)
{
	return spec->part_count > PART_PIN;
}

static int iter_carries(const struct probe_spec *spec, struct arena *a, struct probe_carries *out,
	struct probe_error *err)
{
	(void)err;
	*out = (struct probe_carries){
		.context = arena_printf(a, "struct " STRUCT_PREFIX "%s", spec->parts[PART_NAME]),
		.typed = true,
		.can_type = true,
		.outlives = is_pinned(spec),
	};
	return 0;
}

/* The object of a step: the last of the pointers, behind those to what it belongs to.  It is NULL
 * in the run that tells of the end. */
struct object_search {
	const struct type *context;
	struct arena *arena;
	struct access found;
};

static void look_at_member(const char *name, void *arg)
{
	struct object_search *s = arg;
	struct type_field member;

	if (str_eq(name, META) || !btf_types_member(s->context, name, s->arena, &member) ||
		!member.type || member.type->kind != TYPE_POINTER)
		return;
	if (s->found.kind == ACCESS_NONE || member.offset > s->found.offset)
		s->found =
			(struct access){ .kind = ACCESS_CTX, .offset = member.offset, .size = 8 };
}

static struct access object_of(const char *name, struct arena *a)
{
	struct object_search s = { .context = btf_types_by_name(NULL,
					   arena_printf(a, "struct " STRUCT_PREFIX "%s", name), a),
		.arena = a };

	if (s.context)
		btf_types_each_member(s.context, look_at_member, &s);
	return s.found;
}

static const char *pin_path(const struct probe_spec *spec, struct arena *a)
{
	const char *pin = spec->parts[PART_PIN];

	return pin[0] == '/' ? pin : arena_printf(a, BPFFS_PREFIX "%s", pin);
}

static int iter_plan(const struct probe_spec *spec, const struct probe_use *use, struct arena *a,
	struct probe_plan *out, struct probe_error *err)
{
	const char *name = spec->parts[PART_NAME],
		   *pin = is_pinned(spec) ? pin_path(spec, a) : NULL;
	const struct peculiar *how = peculiar_find(name);

	(void)use;
	(void)err;
	*out = (struct probe_plan){
		.mechanism = pin ? arena_printf(a, "iterator, pinned at %s", pin) : "iterator",
		.hook = arena_printf(a, "iter:%s:%s", name, pin ? pin : ""),
		.prog_type = BPF_PROG_TYPE_TRACING,
		.attach_type = BPF_TRACE_ITER,
		.attach_btf_id = machine_btf_type(
			BTF_KIND_FUNC, arena_printf(a, FUNCTION_PREFIX "%s", name)),
		.stage = PROBE_STAGE_ATTACH,
		/* what is pinned may be read by several at a time */
		.preemptible = pin != NULL,
		.waits = !pin && !how->unbroken,
		.present = object_of(name, a),
		.target_text = { pin },
		.target_number = { how->order },
	};
	return 0;
}

static int pin_link(const struct attach_request *req, int link, struct probe_error *err)
{
	const char *path = req->target_text[TEXT_PIN];
	int ret = machine_bpffs(err);

	if (ret)
		return ret;
	if (!file_access(path, F_OK))
		ret = -EEXIST;
	else if (!req->rehearsal)
		ret = bpf_call_pin(link, path);
	if (!ret)
		return 0;
	probe_fail(err, PROBE_UNSUPPORTED, "probe '%s': cannot be pinned at %s: %s", req->text,
		path, ret == -EEXIST ? "there is something of that name already" : strerror(-ret));
	if (ret == -EEXIST)
		probe_hint(err, "choose another name, or remove that pin: rm %s", path);
	else if (ret == -ENOENT)
		probe_hint(err, "make the directory first");
	return ret;
}

static int iter_attach(
	const struct attach_request *req, struct attachment *out, struct probe_error *err)
{
	int link = bpf_call_iter_link(req->prog_fd, (uint32_t)req->target_number[NUMBER_ORDER]),
	    ret, walk;

	*out = (struct attachment){ .kind = *req->target_text[TEXT_PIN] ? ATTACHMENT_LEFT
									: ATTACHMENT_WALK };
	ret = link < 0 ? link : attachment_add(out, link);
	if (ret)
		return probe_fail_attach(err, req, ret, NULL);
	if (out->kind == ATTACHMENT_LEFT) {
		ret = pin_link(req, link, err);
	} else {
		walk = bpf_call_iter_open(link);
		ret = walk < 0 ? walk : attachment_add(out, walk);
		if (ret)
			probe_fail_attach(err, req, ret, NULL);
	}
	if (ret)
		attachment_close(out);
	return ret;
}

const struct provider iter_provider = {
	.name = "iter",
	.aliases = "it",
	.form = "iter:name[:pin]",
	.help = "once for each object of a kind that the kernel keeps, such as task or task_file",
	.example = "iter:task { printf(\"%d %s\\n\", ctx.task.pid, ctx.task.comm); }",
	.probetype = "iter",
	.flags = PROVIDER_KERNEL | PROVIDER_SOLE,
	.parse = iter_parse,
	.list = iter_list,
	.carries = iter_carries,
	.plan = iter_plan,
	.attach = iter_attach,
};
