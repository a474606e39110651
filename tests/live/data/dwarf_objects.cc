/* Passes and returns an object of each class: tests/live/dwarf.t. */
#include "dwarf_objects.h"
#define FUNCTIONS(type, n) \
	extern "C" __attribute__((noinline)) int take##n(type o, int k) { __asm__ volatile(""); return o.id + k; } \
	extern "C" __attribute__((noinline)) type make##n(int a, int b) { __asm__ volatile(""); return type(a + b); }
CLASSES(FUNCTIONS)

int main()
{
	volatile int sum = 0;
#define CALL(type, n) sum = sum + take##n(type(100 + n), n) + make##n(200, n).id;
	CLASSES(CALL)
	return sum != 15 * 300 + 3 * 120;
}
