/* runtime/cli/compile_server.h - a compiler that stays, for the prompt: it answers in the time that
 * the compilation takes alone. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct compile_server {
	pid_t pid;              /* 0: there is none */
	int socket;
};

/** Start it.  0 or -errno. */
int compile_server_start(struct compile_server *s, const char *compiler);

/** False when it has ended by itself, with the status as of waitpid(); it can be started again
 * then. */
bool compile_server_alive(struct compile_server *s, int *status);

/** Have a request answered that can be read from files[0]: the result goes to files[1], what is to
 * be kept beside it to files[2] (enum served_fd).  *status_fd becomes readable when it is done: an
 * int as of waitpid(), or the end of file when the server died; the caller closes it.  0 or
 * -errno. */
int compile_server_ask(struct compile_server *s, const int files[3], bool progress, int *status_fd);

/** Let it end. */
void compile_server_stop(struct compile_server *s);
