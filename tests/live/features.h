/* tests/live/features.h - what a case can say that it needs of the machine: the words of `needs`,
 * for tests/live/run.c alone.
 *
 * root btf kprobe kretprobe kprobe_multi kprobe_session fentry iter uprobe_multi python
 * python-module:NAME (of /usr/bin/python3) tool:NAME own-mounts (a process may mount things for
 * itself, with unshare) own-users (it may have users of its own; who lives in another root
 * directory may not) static-probes:FILE (a program with static probes) tracepoint:CATEGORY:EVENT
 * module:NAME (is loaded) loadable:NAME (a module that is or could be) lockdown (in confidentiality
 * mode) variables no-variables (the kernel knows where its variables lie, or not) no-override
 * (functions cannot be kept from running) kernel:X.Y full-speed (processors that are not emulated:
 * where they are, interrupts take a third of the time, which the scheduler's books leave out)
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static bool kernel_at_least(const char *version)
{
	struct utsname u;
	int have[2] = { 0 }, want[2] = { 0 };

	uname(&u);
	sscanf(u.release, "%d.%d", &have[0], &have[1]);
	sscanf(version, "%d.%d", &want[0], &want[1]);
	return have[0] > want[0] || (have[0] == want[0] && have[1] >= want[1]);
}

static bool succeeds(const char *command)
{
	return system(command) == 0;
}

static bool has_tool(const char *name)
{
	char command[256];

	snprintf(command, sizeof(command), "command -v '%s' >/dev/null 2>&1", name);
	return succeeds(command);
}

static bool has_python_module(const char *name)
{
	char command[256];

	snprintf(command, sizeof(command), "/usr/bin/python3 -c 'import %s' 2>/dev/null", name);
	return succeeds(command);
}

static bool has_tracepoint(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "/sys/kernel/tracing/events/%s", name);
	for (char *colon = path; (colon = strchr(colon, ':'));)
		*colon = '/';
	return access(path, F_OK) == 0;
}

/* Loaded, with types. */
static bool has_module(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "/sys/kernel/btf/%s", name);
	return access(path, F_OK) == 0;
}

/* A symbol of the kernel itself, as /proc/kallsyms lists them. */
static bool has_kernel_symbol(const char *name, const char *kinds)
{
	FILE *f = fopen("/proc/kallsyms", "r");
	char line[512], symbol[256], kind;
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%*x %c %255s", &kind, symbol) == 2 && strchr(kinds, kind) &&
			!strcmp(symbol, name);
	if (f)
		fclose(f);
	return found;
}

static bool has_kernel_function(const char *name)
{
	return has_kernel_symbol(name, "tT");
}

/* Per-CPU variables are absolute symbols on some kernels. */
static bool has_kernel_variable(const char *name)
{
	return has_kernel_symbol(name, "aAbBdDvV");
}

static bool has_no_kernel_function(const char *name)
{
	return !has_kernel_function(name);
}

static bool has_no_kernel_variable(const char *name)
{
	return !has_kernel_variable(name);
}

static bool is_root(const char *unused)
{
	(void)unused;
	return geteuid() == 0;
}

static bool is_not_set(const char *variable)
{
	return !getenv(variable);
}

/* Opened for real: permissions do not tell what a kernel refuses to root. */
static bool is_readable(const char *path)
{
	FILE *f = fopen(path, "r");

	if (f)
		fclose(f);
	return f != NULL;
}

/* The section with their notes is named in the file. */
static bool has_static_probes(const char *path)
{
	char command[256];

	snprintf(command, sizeof(command), "grep -q note.stapsdt '%s' 2>/dev/null", path);
	return succeeds(command);
}

/* A module that is loaded, or that modprobe could load. */
static bool can_load(const char *name)
{
	char command[256];

	snprintf(command, sizeof(command), "modprobe -nq '%s' 2>/dev/null", name);
	return system(command) == 0;
}

static bool is_locked_down(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[128] = "";
	bool locked = f && fgets(line, sizeof(line), f) && strstr(line, "[confidentiality]");

	if (f)
		fclose(f);
	return locked;
}

/* Words that stand for something of the kernel; one with a colon takes the rest of what is asked
 * as its argument. */
static const struct feature {
	const char *word;
	bool (*has)(const char *argument);
	const char *argument;
} features[] = {
	{ "root", is_root },
	{ "btf", is_readable, "/sys/kernel/btf/vmlinux" },
	{ "kprobe", is_readable, "/sys/bus/event_source/devices/kprobe/type" },
	{ "kretprobe", is_readable, "/sys/bus/event_source/devices/kprobe/type" },
	{ "kprobe_multi", has_kernel_function, "register_fprobe_ips" },
	{ "kprobe_session", has_kernel_function, "bpf_session_is_return" },
	{ "fentry", is_readable, "/sys/kernel/tracing/available_filter_functions" },
	{ "iter", has_kernel_function, "bpf_iter_reg_target" },
	{ "lockdown", is_locked_down, "/sys/kernel/security/lockdown" },
	{ "full-speed", is_not_set, "SONDE_TEST_SLOWNESS" },
	{ "uprobe_multi", kernel_at_least, "6.6" },
	{ "python", has_tool, "python3" },
	/* not in a chroot whose root is no mount point */
	{ "own-mounts", succeeds, "unshare -m true >/dev/null 2>&1" },
	{ "own-users", succeeds, "unshare -U true >/dev/null 2>&1" },
	{ "variables", has_kernel_variable, "runqueues" },
	{ "no-override", has_no_kernel_function, "bpf_override_return" },
	{ "no-variables", has_no_kernel_variable, "runqueues" },
	{ "kernel:", kernel_at_least },
	{ "loadable:", can_load },
	{ "tool:", has_tool },
	{ "python-module:", has_python_module },
	{ "static-probes:", has_static_probes },
	{ "tracepoint:", has_tracepoint },
	{ "module:", has_module },
};

static bool has_feature(const char *word)
{
	for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
		const struct feature *f = &features[i];
		size_t len = strlen(f->word);

		if (f->word[len - 1] == ':' && !strncmp(word, f->word, len))
			return f->has(word + len);
		if (!strcmp(word, f->word))
			return f->has(f->argument);
	}
	return false;
}
