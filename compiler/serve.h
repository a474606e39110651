/* compiler/serve.h - one process that answers request after request, for the prompt. */
#pragma once

#include <stdbool.h>

/** Wait for requests on the socket that is standard input, and answer each in a child: returns
 * there, with the descriptors of the request in the places that they have in a compiler that was
 * started for it alone.  The process itself ends when the other side closes the socket.  *progress:
 * it is to be shown how far the answer is. */
void serve(bool *progress);
