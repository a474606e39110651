/* runtime/facts.c - asks this machine for what a portable image took from the one that it was made
 * on.  Called by runtime/portable.c. */
#include "runtime/facts.h"

#include <errno.h>
#include <linux/btf.h>
#include <string.h>
#include <sys/utsname.h>

#include "probes/btf.h"
#include "probes/btf_layout.h"
#include "probes/btf_percpu.h"
#include "probes/btf_types.h"
#include "probes/cgroups.h"
#include "probes/kallsyms.h"
#include "probes/machine.h"
#include "probes/program_facts.h"
#include "runtime/base/image_portable.h"
#include "runtime/base/util.h"
#include "runtime/report.h"

/* One fact: its texts, and why it cannot be had. */
struct asked {
	struct facts *facts;
	const struct image_fact *record;
	const char *text, *member;
	const char *why;
};

static bool fail(struct asked *q, const char *why)
{
	q->why = why;
	return false;
}

static const char *print(
	const struct asked *q, const char *before, const char *what, const char *behind)
{
	return arena_printf(q->facts->arena, "%s'%s'%s", before, what, behind);
}

static const struct type *find_type(struct asked *q)
{
	const struct type *t = btf_types_by_name(NULL, q->text, q->facts->arena);

	if (!t)
		fail(q,
			btf_types_present()
				? print(q, "this kernel has no ", q->text, "")
				: "this kernel does not describe its types (CONFIG_DEBUG_INFO_BTF)");
	return t;
}

static bool find_member(struct asked *q, uint64_t *value)
{
	const struct type *t = find_type(q);
	struct type_field m = { 0 };

	if (!t)
		return false;
	if (!btf_layout_find(t, q->member, q->facts->arena, &m))
		return fail(q,
			arena_printf(q->facts->arena, "'%s' has no member '%s' on this kernel",
				q->text, q->member));
	if (m.type && m.type->size == q->record->size &&
		((uint32_t)m.bit_offset << 8 | m.bit_size) != q->record->bits)
		return fail(q,
			arena_printf(q->facts->arena,
				"member '%s' of '%s' has other bits on this kernel than on the one that the image was built on",
				q->member, q->text));
	if (!m.type || m.type->size != q->record->size)
		return fail(q,
			arena_printf(q->facts->arena,
				"member '%s' of '%s' has %u bytes on this kernel and %u on the one that the image was built on",
				q->member, q->text, m.type ? m.type->size : 0, q->record->size));
	*value = m.offset;
	return true;
}

static bool find_size(struct asked *q, uint64_t *value)
{
	const struct type *t = find_type(q);

	*value = t ? t->size : 0;
	return t;
}

static bool find_layout(struct asked *q, uint64_t *value)
{
	const struct type *t = find_type(q);

	*value = t ? btf_layout_sum(t, q->facts->arena) : 0;
	return t;
}

static bool find_enumerator(struct asked *q, uint64_t *value)
{
	struct btf_enumerator e;

	if (!btf_types_enumerator(NULL, q->text, &e))
		return fail(q, print(q, "this kernel has no constant ", q->text, ""));
	*value = e.value;
	return true;
}

static bool find_function(struct asked *q, uint64_t *value)
{
	*value = kernel_btf_lookup(NULL, BTF_KIND_FUNC, q->text);
	return *value || fail(q, print(q, "this kernel has no function ", q->text, ""));
}

static bool has_function(struct asked *q, uint64_t *value)
{
	*value = kernel_btf_lookup(NULL, BTF_KIND_FUNC, q->text) != 0;
	return true;
}

static bool find_variable(struct asked *q, uint64_t *value)
{
	*value = btf_percpu_find(q->text);
	return *value || fail(q, print(q, "this kernel has no per-CPU variable ", q->text, ""));
}

static bool find_symbol(struct asked *q, uint64_t *value)
{
	struct facts *f = q->facts;

	if (!f->symbols && kallsyms_read(&f->symbols))
		return fail(q, "the kernel's symbols cannot be read");
	*value = kallsyms_address(f->symbols, q->text);
	return *value || fail(q, print(q, "this kernel has no symbol ", q->text, ""));
}

/* Functions of tracepoints, which a stack may begin with; a kernel that has none does without. */
static const struct kernel_symbol *find_stub(struct asked *q, struct kernel_symbol *symbol)
{
	struct facts *f = q->facts;
	uint64_t address;

	if (!f->stubs && kallsyms_read_stubs(&f->stubs))
		return NULL;
	address = kallsyms_address(f->stubs, q->text);
	return address && kallsyms_at(f->stubs, address, symbol) ? symbol : NULL;
}

static bool find_start(struct asked *q, uint64_t *value)
{
	struct kernel_symbol symbol;

	*value = find_stub(q, &symbol) ? symbol.address : 0;
	return true;
}

static bool find_symbol_size(struct asked *q, uint64_t *value)
{
	struct kernel_symbol symbol;

	*value = find_stub(q, &symbol) ? symbol.end - symbol.address : 0;
	return true;
}

static bool find_cgroup(struct asked *q, uint64_t *value)
{
	*value = cgroups_id(q->text);
	return *value || fail(q, print(q, "there is no control group ", q->text, ""));
}

static bool count_cpus(struct asked *q, uint64_t *value)
{
	(void)q;
	*value = machine_possible_cpus();
	return true;
}

static bool find_pid_namespace(struct asked *q, uint64_t *value)
{
	uint64_t dev, ino;
	bool initial = machine_initial_pid_namespace(&dev, &ino);

	*value = str_eq(q->text, "initial") ? initial : str_eq(q->text, "ino") ? ino : dev;
	return true;
}

static bool find_program(struct asked *q, uint64_t *value)
{
	*value = program_build_sum(q->text, q->facts->arena);
	return true;
}

static bool is_filtered(struct asked *q, uint64_t *value)
{
	*value = q->facts->filtered;
	return true;
}

static bool check_kernel(struct asked *q, uint64_t *value)
{
	struct utsname here;

	*value = 0;
	uname(&here);
	if (str_eq(here.release, q->text))
		return true;
	return fail(q,
		arena_printf(q->facts->arena,
			"the image is bound to the kernel that it was built on, %s: %s; this is %s",
			q->text, q->member, here.release));
}

/* How each is found; those of bodies are not. */
static bool (*const rows[FACT_KIND_COUNT])(struct asked *q, uint64_t *value) = {
	[FACT_MEMBER] = find_member,
	[FACT_SIZE] = find_size,
	[FACT_LAYOUT] = find_layout,
	[FACT_ENUMERATOR] = find_enumerator,
	[FACT_FUNCTION] = find_function,
	[FACT_HAS_FUNCTION] = has_function,
	[FACT_VARIABLE] = find_variable,
	[FACT_SYMBOL] = find_symbol,
	[FACT_SYMBOL_START] = find_start,
	[FACT_SYMBOL_SIZE] = find_symbol_size,
	[FACT_CGROUP] = find_cgroup,
	[FACT_CPUS] = count_cpus,
	[FACT_PID_NAMESPACE] = find_pid_namespace,
	[FACT_PROGRAM] = find_program,
	[FACT_FILTERED] = is_filtered,
	[FACT_KERNEL] = check_kernel,
};

static int find(struct facts *f, const struct image_fact *record, uint64_t *value)
{
	struct asked q = {
		.facts = f,
		.record = record,
		.text = image_text(f->image, record->text),
		.member = image_text(f->image, record->member),
	};
	bool found = rows[record->kind](&q, value);

	if (found && (record->relocated || *value == record->value))
		return 0;
	if (found)
		q.why = print(&q, "", q.text,
			" is not the same here as where the image was built, and the program is good only where it is");
	report_error_at(f->image, (struct span){ record->span_start, record->span_end }, q.why,
		"build the image on this kernel, or one like it");
	return -EINVAL;
}

int facts_find(struct facts *f)
{
	uint32_t count = f->image->counts[IMAGE_FACTS];
	int err = 0;

	f->values = arena_new_array(f->arena, uint64_t, count + 1);
	for (uint32_t i = 0; !err && i < count; i++)
		if (rows[f->image->facts[i].kind])
			err = find(f, &f->image->facts[i], &f->values[i]);
	return err;
}

void facts_close(struct facts *f)
{
	kallsyms_free(f->symbols);
	kallsyms_free(f->stubs);
	f->symbols = f->stubs = NULL;
}
