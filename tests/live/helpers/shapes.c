/* tests/live/helpers/shapes.c - a program with a struct of its own, for scripts that define it
 * again: shapes_take() is called once with known values.  `shapes sizes` prints what its compiler
 * makes of the struct. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct corner {
	short x, y;
};

struct shape {
	char kind;
	long area;
	unsigned int visible : 1, layer : 7, color : 24;
	struct corner corners[3];
	union {
		uint64_t id;
		struct {
			uint32_t low, high;
		};
	};
	const char *name;
	struct shape *next;
	char label[12];
	int (*draw)(void);
} __attribute__((packed));

long shapes_take(struct shape *s, int count);

__attribute__((noinline)) long shapes_take(struct shape *s, int count)
{
	/* not to be left out */
	__asm__ volatile("" : : "r"(s), "r"(count) : "memory");
	return s->area + count;
}

int main(int argc, char **argv)
{
	/* on the stack: a page that nobody has read yet cannot be read by a probe */
	char name[] = "first shape";
	struct shape second = { .kind = 'b', .area = -7, .layer = 3 };
	struct shape first = {
		.kind = 'a',
		.area = 1L << 40,
		.visible = 1,
		.layer = 99,
		.color = 0xabcdef,
		.corners = { { 1, -2 }, { 3, -4 }, { 5, -6 } },
		.id = 0x1122334455667788,
		.name = name,
		.next = &second,
	};

	strcpy(first.label, "labelled");
	if (argc > 1 && !strcmp(argv[1], "sizes")) {
		printf("%zu %zu %zu %zu\n", sizeof(struct shape), offsetof(struct shape, corners),
			offsetof(struct shape, high), offsetof(struct shape, label));
		return 0;
	}
	return shapes_take(&first, 2) == 0;
}
