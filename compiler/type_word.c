/* compiler/type_word.c - the language's own words for types, a row each. */
#include "compiler/type_word.h"

#include <string.h>

#include "runtime/base/util.h"

/* A time that no strftime() gives its format and clock to is shown as time() shows it. */
static const struct type any_time = {
	.kind = TYPE_TIMESTAMP, .size = 8, .align = 8, .clock = CLOCK_ID_BOOT, .name = "%H:%M:%S"
};
static const struct type any_path = { .kind = TYPE_CGROUP_PATH, .size = 8, .align = 8 };

/* An address of either kind has room in one, whatever its capacity is said to be. */
static const struct type *inet_of_capacity(struct arena *a, uint32_t capacity)
{
	(void)a;
	(void)capacity;
	return &type_inet;
}

static const struct type_word words[] = {
	{ "bool", &type_bool },
	{ "int8", &type_int8 },
	{ "int16", &type_int16 },
	{ "int32", &type_int32 },
	{ "int64", &type_int64 },
	{ "uint8", &type_uint8 },
	{ "uint16", &type_uint16 },
	{ "uint32", &type_uint32 },
	{ "uint64", &type_uint64 },
	{ "string", .of_capacity = type_string },
	{ "buffer", .of_capacity = type_buffer },
	{ "inet", .of_capacity = inet_of_capacity },
	{ "ksym_t", &type_ksym },
	{ "usym_t", &type_usym },
	{ "username_t", &type_username },
	{ "macaddr_t", &type_mac },
	{ "kstack_t", &type_kstack[STACK_BPFTRACE] },
	{ "ustack_t", &type_ustack[STACK_BPFTRACE] },
	{ "timestamp", &any_time, .may_be_name = true },
	{ "cgroup_path_t", &any_path },
};

void type_word_each(void (*visit)(const char *name, void *arg), void *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		visit(words[i].name, arg);
}

const struct type_word *type_word_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i].name) == len && !memcmp(words[i].name, name, len))
			return &words[i];
	return NULL;
}
