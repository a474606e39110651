/* Types whose descriptions are at the edge of what BTF can say:
 * tests/unit/probes_dwarf_damaged.c. */
struct far {
	char pad[3 << 20];
	unsigned low : 3;
	int behind;
} far;

struct near {
	unsigned low : 3;
	int behind;
	int four[4];
} near;

int main(void)
{
	return far.behind + near.behind;
}
