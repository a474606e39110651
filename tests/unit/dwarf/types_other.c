/* The unit that defines what the other one only declares. */
#include "types.h"

struct other {
	long first;
	struct {
		int deep;
	} in;
};

int touch(struct other *o)
{
	return o ? o->in.deep : 0;
}
