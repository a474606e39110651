/* tests/fuzz/prompt.c - libFuzzer target for the prompt: whatever is typed, and wherever the Tab
 * key is pressed in it, there is an answer of the right form. With -DSTANDALONE it runs the files
 * given as arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/complete.h"
#include "compiler/prompt.h"
#include "tests/fuzz/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* At so many places of a text the Tab key is pressed. */
#define PLACES 4

static char *with_nul(const uint8_t *bytes, size_t len)
{
	char *text = malloc(len + 1);

	if (!text)
		abort();
	memcpy(text, bytes, len);
	text[len] = '\0';
	return text;
}

static void forget(struct fuzz_script *s)
{
	buffer_free(&s->c.image);
	kernel_symbols_free(&s->c);
	arena_free(s->c.arena);
}

static void take_form(const char *text, size_t len)
{
	struct fuzz_script s;

	fuzz_script_open(&s, text, len);
	s.c.at_prompt = true;
	prompt_write_form(&s.c);
	if (!s.c.image.len || diags_have_errors(s.c.diags))
		abort();
	forget(&s);
}

/* The same text behind itself: what it defines is there before, in part or twice. */
static void take_form_behind(const char *text, size_t len)
{
	struct fuzz_script s;

	fuzz_script_open(&s, text, len);
	s.c.at_prompt = true;
	s.c.definitions = text;
	compilation_add_definitions(&s.c);
	prompt_write_form(&s.c);
	if (!s.c.image.len || diags_have_errors(s.c.diags))
		abort();
	forget(&s);
}

static void complete_at(const char *text, size_t len)
{
	struct fuzz_script s;

	fuzz_script_open(&s, text, len);
	s.c.at_prompt = true;
	complete_write(&s.c);
	/* the word that is completed lies in the text */
	if (strtoul(buffer_text(&s.c.image), NULL, 10) > len || diags_have_errors(s.c.diags))
		abort();
	forget(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a NUL stands behind the text of a request */
	for (size_t i = 1; i <= PLACES; i++) {
		size_t len = size * i / PLACES;
		char *text = with_nul(data, len);

		take_form(text, len);
		take_form_behind(text, len);
		complete_at(text, len);
		free(text);
	}
	return 0;
}

#include "tests/fuzz/standalone.h"
