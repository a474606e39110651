/* runtime/notify.h - telling systemd how far the service is (sd_notify(3)): a datagram to the
 * socket that NOTIFY_SOCKET names. */
#pragma once

/** Send a state, "READY=1" or "STOPPING=1".  Without NOTIFY_SOCKET nothing happens; what cannot be
 * sent is warned of. */
void notify_send(const char *state);
