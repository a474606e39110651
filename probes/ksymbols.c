/* probes/ksymbols.c - the symbols of functions, as a text that is searched as it is: the kernel
 * takes tens of milliseconds to write it, a search less than one.  Owns the one copy, which stays
 * for the life of the process.  Called by kmissing.c for what the list of functions does not have,
 * for the places of modules' functions, and by kfallback.c to make the list. */
#include "probes/ksymbols.h"

#include <stdlib.h>
#include <string.h>

#include "probes/boot_cache.h"
#include "probes/kfunctions.h"
#include "probes/kmissing.h"
#include "runtime/base/util.h"

#define PATH "/proc/kallsyms"
#define FILE_NAME "function-symbols"
#define FILE_FORM "function-symbols-1"

static struct {
	bool read;
	struct buffer text;
	size_t modules;         /* where their lines begin: behind the kernel's own */
} symbols;

/* "ffffffff81000000 T name" and, of modules, "<tab>[module]".  False for anything else. */
static bool parse_line(const char *line, struct kernel_symbol *out)
{
	size_t len = strcspn(line, "\n");
	char *behind;

	*out = (struct kernel_symbol){ .address = strtoull(line, &behind, 16), .line = line };
	if (behind[0] != ' ' || !behind[1] || behind[2] != ' ' || !strchr("tTwW", behind[1]))
		return false;
	out->name = behind + 3;
	out->name_len = strcspn(out->name, "\t\n ");
	const char *module = memchr(out->name, '[', len - (size_t)(out->name - line));

	if (module) {
		out->module = module + 1;
		out->module_len = strcspn(out->module, "]\n");
	}
	return true;
}

static bool comes_and_goes(const struct kernel_symbol *s)
{
	static const char *const owners[] = { "bpf]", "__builtin__" };

	for (size_t i = 0; i < ARRAY_SIZE(owners); i++)
		if (s->module && str_starts(s->module, owners[i]))
			return true;
	return false;
}

/* Leave only the lines of functions.  True when one of them has an address. */
static bool keep_functions(struct buffer *text)
{
	const char *at = buffer_text(text);
	size_t kept = 0;
	bool placed = false;

	for (const char *next; *at; at = next) {
		struct kernel_symbol s;

		next = strchrnul(at, '\n');
		next += *next == '\n';
		if (!parse_line(at, &s) || comes_and_goes(&s))
			continue;
		memmove(text->data + kept, at, (size_t)(next - at));
		kept += (size_t)(next - at);
		placed |= s.address != 0;
	}
	text->len = kept;
	return placed;
}

static void find_modules(void)
{
	const char *text = buffer_text(&symbols.text), *at = strstr(text, "\t[");

	while (at && at > text && at[-1] != '\n')
		at--;
	symbols.modules = at ? (size_t)(at - text) : symbols.text.len;
	symbols.read = true;
}

static void read_symbols(void)
{
	struct boot_cache kept;

	boot_cache_open(&kept, NULL, FILE_NAME, FILE_FORM);
	if (!boot_cache_read(&kept, &symbols.text)) {
		if (!kernel_text_read(PATH, &symbols.text))
			buffer_clear(&symbols.text);
		/* hidden addresses are not kept: the next process may be allowed to see them */
		if (keep_functions(&symbols.text))
			boot_cache_write(&kept, &symbols.text);
	}
	boot_cache_close(&kept);
	find_modules();
}

const char *kernel_symbols(size_t *len)
{
	if (!symbols.read)
		read_symbols();
	if (len)
		*len = symbols.text.len;
	return buffer_text(&symbols.text);
}

void kernel_symbols_set(const char *text)
{
	buffer_free(&symbols.text);
	memset(&symbols, 0, sizeof(symbols));
	if (text) {
		buffer_puts(&symbols.text, text);
		keep_functions(&symbols.text);
		find_modules();
	}
}

static bool is_of(const struct kernel_symbol *s, const char *module)
{
	if (!module)
		return true;
	if (str_eq(module, KERNEL_ITSELF))
		return !s->module;
	return s->module && strlen(module) == s->module_len &&
		!memcmp(s->module, module, s->module_len);
}

/* The line that a place in the text is in. */
static const char *line_of(const char *text, const char *at)
{
	const char *feed = memrchr(text, '\n', (size_t)(at - text));

	return feed ? feed + 1 : text;
}

bool kernel_symbol_find(
	const char **at, const char *module, const char *name, struct kernel_symbol *out)
{
	size_t len, name_len = strlen(name);
	const char *text = kernel_symbols(&len), *modules = text + symbols.modules,
		   *end = text + len;
	bool own = module && str_eq(module, KERNEL_ITSELF);

	if (!*at)
		*at = module && !own ? modules : text;
	if (own)
		end = modules;
	while (name_len && *at < end) {
		const char *found = memmem(*at, (size_t)(end - *at), name, name_len);

		if (!found)
			break;
		*at = found + name_len;
		if (parse_line(line_of(text, found), out) && out->name == found &&
			out->name_len == name_len && is_of(out, module))
			return true;
	}
	return false;
}

bool kernel_symbol_find_alias(
	const char **at, const struct kernel_symbol *symbol, struct kernel_symbol *out)
{
	const char *text = kernel_symbols(NULL), *end = text + symbols.modules;
	size_t len = strcspn(symbol->line, " ") + 1;    /* of the address as it is written */

	if (!*at)
		*at = text;
	while (symbol->address && *at < end) {
		const char *found = memmem(*at, (size_t)(end - *at), symbol->line, len);

		if (!found)
			break;
		*at = found + len;
		if (found == line_of(text, found) && parse_line(found, out))
			return true;
	}
	return false;
}

uint64_t kernel_function_address(const char *module, const char *name, uint64_t *size)
{
	struct kernel_symbol s, other;
	const char *at = NULL;
	uint64_t next = UINT64_MAX;

	if (size)
		*size = 0;
	if (!kernel_symbol_find(&at, module, name, &s))
		return 0;
	for (at = kernel_symbols(NULL); size && *at; at += *at == '\n') {
		if (parse_line(at, &other) && other.address > s.address)
			next = MIN_OF(next, other.address);
		at = strchrnul(at, '\n');
	}
	if (next != UINT64_MAX)
		*size = next - s.address;
	return s.address;
}
