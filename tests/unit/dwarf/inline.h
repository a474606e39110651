/* What is inlined out of another file. */
extern volatile int sink;

static inline __attribute__((always_inline)) int inner(int n)
{
	sink++;
	return n * n;
}
