/* runtime/cli/build.c - `sonde build`: has the compiler make a portable image, and writes it with
 * what makes its file run.  Called by main(); how such an image becomes one for a machine is
 * runtime/portable.c's.
 *
 *	#!/usr/bin/env sonde	ELF, this program
 *	image			image
 *				struct trailer
 */
#include "runtime/cli/build.h"

#include <assert.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/base/image.h"
#include "runtime/base/log.h"
#include "runtime/base/request.h"
#include "runtime/base/util.h"
#include "runtime/cli/compile.h"
#include "runtime/cli/options.h"
#include "runtime/cli/put.h"
#include "runtime/cli/replace.h"
#include "runtime/cli/script.h"

static const char own_program[] = "/proc/self/exe";

/* As many bytes as keep the image aligned; the kernel drops blanks at the end of the line
 * (load_script(), fs/binfmt_script.c). */
static const char interpreter[] = "#!/usr/bin/env sonde   \n";
static_assert((sizeof(interpreter) - 1) % 8 == 0, "an image is aligned to 8 bytes");

/* An edited line of an image: no longer than what the kernel reads of it (BINPRM_BUF_SIZE). */
#define LINE_MOST 256

#define TRAILER_MAGIC "SONDEEXE"
struct trailer {
	uint64_t image_len;
	char magic[8];
};

bool build_is_image(const void *bytes, size_t len)
{
	return len && !memcmp(bytes, IMAGE_MAGIC, MIN_OF(len, sizeof(IMAGE_MAGIC) - 1));
}

/* The length of the image at the end of a program; 0 when there is none. */
static size_t trailing_image(const struct trailer *t, size_t len)
{
	bool is_ours = len >= sizeof(*t) && !memcmp(t->magic, TRAILER_MAGIC, sizeof(t->magic));

	return is_ours && t->image_len <= len - sizeof(*t) ? t->image_len : 0;
}

bool build_find_image(const void *bytes, size_t len, size_t *at, size_t *image_len)
{
	const char *text = bytes,
		   *end = len > 2 && !memcmp(text, "#!", 2)
		? memchr(text, '\n', MIN_OF(len, LINE_MOST))
		: NULL;
	struct trailer t;

	*at = end ? (size_t)(end + 1 - text) : 0;
	*image_len = len - *at;
	if (len >= sizeof(t) && !memcmp(text, ELFMAG, SELFMAG)) {
		memcpy(&t, text + len - sizeof(t), sizeof(t));
		*image_len = trailing_image(&t, len);
		*at = len - sizeof(t) - *image_len;
	}
	return build_is_image(text + *at, *image_len);
}

bool build_is_embedded(void)
{
	int fd = open(own_program, O_RDONLY | O_CLOEXEC);
	struct trailer t;
	struct stat st;
	bool found;

	if (fd < 0)
		return false;
	found = !fstat(fd, &st) && st.st_size > (off_t)sizeof(t) &&
		pread(fd, &t, sizeof(t), st.st_size - (off_t)sizeof(t)) == sizeof(t) &&
		trailing_image(&t, (size_t)st.st_size);
	close(fd);
	return found;
}

/* Where the image goes when nobody says: the script's base name, in the current directory. */
static const char *default_path(const struct options *o, const struct script *script)
{
	const char *slash = strrchr(script->name, '/'), *base = slash ? slash + 1 : script->name,
		   *dot = strrchr(base, '.');
	size_t len = dot && dot != base ? (size_t)(dot - base) : strlen(base);

	return arena_printf(o->arena, o->executable ? "%.*s" : "%.*s.sonde", (int)len, base);
}

/* Of a script without a suffix the base name is all there is. */
static bool is_same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;

	return !stat(a, &of_a) && !stat(b, &of_b) && of_a.st_dev == of_b.st_dev &&
		of_a.st_ino == of_b.st_ino;
}

/* An exit code. */
static int put_parts(
	const struct options *o, const char *path, const struct file_part *parts, size_t count)
{
	struct buffer b = { 0 };
	int result;

	if (!str_eq(path, "-")) {
		result = replace_file(o->arena, path, parts, count, NULL);
		if (!result)
			return EXIT_CODE_OK;
		log_error("file '%s': cannot be written: %s", path, strerror(-result));
		return EXIT_CODE_ENVIRONMENT;
	}
	for (size_t i = 0; i < count; i++)
		buffer_append(&b, parts[i].bytes, parts[i].len);
	result = put_file(NULL, &b);
	buffer_free(&b);
	return result;
}

static int put_image(const struct options *o, const char *path, const struct compiled *image)
{
	const struct file_part parts[] = { { interpreter, sizeof(interpreter) - 1 },
		{ image->bytes, image->len } };

	return put_parts(o, path, parts, ARRAY_SIZE(parts));
}

static int put_executable(const struct options *o, const char *path, const struct compiled *image)
{
	struct trailer t = { image->len, TRAILER_MAGIC };
	int fd = open(own_program, O_RDONLY | O_CLOEXEC), code;
	struct stat st;
	void *own = MAP_FAILED;

	if (fd >= 0 && !fstat(fd, &st))
		own = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (own == MAP_FAILED)
		log_error("the running program: cannot be read: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	if (own == MAP_FAILED)
		return EXIT_CODE_ENVIRONMENT;
	const struct file_part parts[] = { { own, (size_t)st.st_size },
		{ image->bytes, image->len }, { &t, sizeof(t) } };

	code = put_parts(o, path, parts, ARRAY_SIZE(parts));
	munmap(own, (size_t)st.st_size);
	return code;
}

int build_run(const struct options *o)
{
	struct compiled image;
	struct script script;
	const char *path;
	int code = script_load(o, &script);

	if (code)
		return code;
	code = compile_script(o, &script, COMPILE_PORTABLE, &image);
	if (code)
		return code;
	path = o->output_path ? o->output_path : default_path(o, &script);
	if (!o->program && is_same_file(path, script.name)) {
		log_error("file '%s': is the script itself: name another one with -o", path);
		compiled_release(&image);
		return EXIT_CODE_ENVIRONMENT;
	}
	code = o->executable ? put_executable(o, path, &image) : put_image(o, path, &image);
	compiled_release(&image);
	return code;
}
