/* tests/fuzz/cache.c - fuzz target of the reader of kept images.  The first byte says what the
 * others are: 0 the whole file of an entry, else a look at the machine and an image behind it, of
 * an entry that is otherwise whole and this program's own: a length of one byte, and so much of the
 * looks. Built with libFuzzer it invents inputs; built with -DSTANDALONE it runs the files given as
 * arguments. */
#include <fcntl.h>
#include <stdlib.h>

#include "runtime/cli/cache.c"
#include "runtime/base/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char directory[] = "/tmp/sonde-fuzz-cache-XXXXXX";

static void remove_directory(void)
{
	rmdir(directory);
}

static void prepare(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	if (!mkdtemp(directory) || setenv("SONDE_CACHE_DIR", directory, 1) ||
		atexit(remove_directory))
		abort();
}

/* Everything in its place and the digest right, so that the looks are read. */
static void compose(
	struct buffer *entry, const struct image_cache *c, const uint8_t *data, size_t size)
{
	size_t looks_len = size ? MIN_OF(data[0], size - 1) : 0,
	       image_len = size ? size - 1 - looks_len : 0;
	struct entry_header h = {
		.magic = MAGIC,
		.version = VERSION,
		.image_len = image_len,
		.looks_len = looks_len,
		.identity_len = c->identity.len,
	};

	buffer_append(entry, &h, sizeof(h));
	buffer_append(entry, data + 1 + looks_len, image_len);
	buffer_append(entry, data + 1, looks_len);
	buffer_append(entry, c->identity.data, c->identity.len);
}

static void sign(struct buffer *entry)
{
	struct entry_header *h = (struct entry_header *)entry->data;

	if (entry->len < sizeof(*h))
		return;
	h->magic = MAGIC;
	h->version = VERSION;
	h->digest = cache_digest(entry->data + DIGEST_FROM, entry->len - DIGEST_FROM);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer request = { 0 }, entry = { 0 };
	struct compiled out = { 0 };
	struct image_cache c;
	int fd;

	prepare();
	image_cache_open(&c, "/proc/self/exe", &request);
	if (size && data[0])
		compose(&entry, &c, data + 1, size - 1);
	else if (size)
		buffer_append(&entry, data + 1, size - 1);
	sign(&entry);
	fd = openat(c.directory, c.file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, entry.data, entry.len) != (ssize_t)entry.len)
		abort();
	close(fd);
	/* every byte of what is taken can be read */
	if (image_cache_read(&c, &out) && out.len)
		hash_add(0, out.bytes, out.len);
	compiled_release(&out);
	unlinkat(c.directory, c.file, 0);
	image_cache_close(&c);
	buffer_free(&entry);
	return 0;
}

#include "tests/fuzz/standalone.h"
