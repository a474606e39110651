/* compiler/kernel_symbols.c - reads the kernel's symbols for the check pass (kaddr) and the
 * lowering (stacks), which ask for them at every use, and keeps them in the compilation. */
#include "compiler/kernel_symbols.h"

#include "compiler/compilation.h"
#include "probes/kallsyms.h"

struct kallsyms *kernel_symbols_all(struct compilation *c, int *err)
{
	struct symbol_list *all = &c->symbols.all;

	if (!all->asked)
		all->err = kallsyms_read(&all->symbols);
	all->asked = true;
	*err = all->err;
	return all->symbols;
}

struct kallsyms *kernel_symbols_stubs(struct compilation *c)
{
	struct symbol_list *stubs = &c->symbols.stubs;

	if (!stubs->asked)
		stubs->err = kallsyms_read_stubs(&stubs->symbols);
	stubs->asked = true;
	return stubs->symbols;
}

void kernel_symbols_free(struct compilation *c)
{
	kallsyms_free(c->symbols.all.symbols);
	kallsyms_free(c->symbols.stubs.symbols);
	c->symbols = (struct kernel_symbols){0};
}
