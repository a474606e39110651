/* A program whose types tests/unit/probes_dwarf.c reads out of its debug information, and which
 * prints what the compiler made of them. */
#include <stddef.h>
#include <stdio.h>

#include "types.h"

enum color { RED, GREEN = 7, BLUE = -2 };
enum large { HUGE_ONE = 0x123456789abull };
typedef int (*callback)(struct other *, int);

union number {
	int i;
	char c[8];
};

struct node {
	struct node *next;
	char name[13];
	unsigned low : 3, high : 7;
	enum color color;
	union {
		long anonymous;
		short rows[2][3];
	};
	struct {
		int x, y;
	} point;
	const volatile unsigned char *bytes;
	callback call;
	float ratio;
	_Bool flag;
	union number number;
	struct other *other;
	enum large large;
	long double wide;
	char tail[];
};
typedef struct node node_t;

node_t global_node = { .color = GREEN };
static enum large big = HUGE_ONE;

int use(node_t *n);
int use(node_t *n)
{
	return (int)n->color + (int)big + touch(n->other);
}

#define SHOW(m) printf("%s %zu %zu\n", #m, offsetof(struct node, m), sizeof(global_node.m))

int main(void)
{
	SHOW(next);
	SHOW(name);
	SHOW(color);
	SHOW(anonymous);
	SHOW(rows);
	SHOW(point);
	SHOW(bytes);
	SHOW(call);
	SHOW(ratio);
	SHOW(flag);
	SHOW(number);
	SHOW(other);
	SHOW(large);
	SHOW(wide);
	return use(&global_node) == 12345;
}
