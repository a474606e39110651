# sonde: `make` builds both programs, `make demo` shows them at work, `make check` runs every test, `make bench` measures,
# `make install PREFIX= DESTDIR=` installs, `make deb` and `make dist` pack.  CONTRIBUTING.md says what lives where.

MODE ?= release
LLVM ?= 19
LLVM_CONFIG ?= llvm-config-$(LLVM)
PREFIX ?= /usr/local
VERSION := 0.1.0
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(MODE),release)
BUILD ?= build
else
BUILD ?= build/$(MODE)
endif
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif
MAKEFLAGS += --no-print-directory
# V=1 shows the commands
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1) $@')

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wswitch -Wno-missing-field-initializers -Werror
ALL_CFLAGS := -std=gnu17 -D_GNU_SOURCE -DSONDE_VERSION='"$(VERSION)"' $(WARNINGS) -I. -ffunction-sections -fdata-sections $(CFLAGS)
ifeq ($(MODE),asan)
SANITIZE := -fsanitize=address,undefined
ALL_CFLAGS += -O1 $(SANITIZE) -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
ifeq ($(MODE),fuzz)
SANITIZE := -fsanitize=address,undefined
ALL_CFLAGS += -O1 $(SANITIZE) -fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined
endif

BASE_SRC := $(wildcard runtime/base/*.c)
PROBES_SRC := $(wildcard probes/*.c)
RUNTIME_SRC := $(filter-out runtime/cli/main.c,$(wildcard runtime/*.c runtime/cli/*.c))
REPL_SRC := $(wildcard runtime/repl/*.c)
COMPILER_SRC := $(filter-out compiler/main.c,$(wildcard compiler/*.c))

objs = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
BASE := $(BUILD)/libbase.a
PROBES := $(BUILD)/libprobes.a
RUNTIME := $(BUILD)/libruntime.a
COMPILER := $(BUILD)/libcompiler.a

.PHONY: all
all: $(BUILD)/sonde $(BUILD)/sonde-repl $(BUILD)/sonde-compile $(BUILD)/probes

# what has to be installed first; checked once per build directory
DEPS := $(BUILD)/.deps
$(DEPS): .ci/deps
	@mkdir -p $(@D)
	@CC=$(CC) LLVM=$(LLVM) LLVM_CONFIG=$(LLVM_CONFIG) .ci/deps
	@touch $@

$(BUILD)/obj/%.o: %.c | $(DEPS)
	@mkdir -p $(@D)
	$(call say,cc)
	$(Q)$(CC) $(ALL_CFLAGS) $(if $(filter compiler/%,$<),-isystem $(shell $(LLVM_CONFIG) --includedir)) -MMD -MP -c -o $@ $<

# names and numbers of the system calls, as the compiler's headers have them
$(BUILD)/gen/syscalls.inc: | $(DEPS)
	@mkdir -p $(@D)
	@echo '#include <asm/unistd.h>' | $(CC) -E -dM - | \
		awk '/^#define __NR_/ && $$2 !~ /^__NR_(syscalls|arch_specific_syscall)$$/ { print "CALL(" $$2 ", " substr($$2, 6) ")" }' | sort > $@
$(BUILD)/obj/probes/syscalls.o: $(BUILD)/gen/syscalls.inc
$(BUILD)/obj/runtime/cli/info.o: ALL_CFLAGS += -DSONDE_LLVM_VERSION='"$(shell $(LLVM_CONFIG) --version)"'
# constants of the kernel's interface to programs: names of macros and of enumerators of these headers; their values are the compiler's
UAPI_HEADERS := sys/socket.h netinet/in.h netinet/tcp.h fcntl.h sys/stat.h sys/mman.h sched.h signal.h errno.h poll.h sys/epoll.h
UAPI_NAMES := ^(AF_|PF_|IPPROTO_|SOCK_|O_|S_I|PROT_|MAP_|CLONE_|SIG[A-Z]|EPOLL|TCP_|MSG_|E[A-Z0-9]+$$)[A-Z0-9_]*$$
UAPI_NOT := ^(MAP_FAILED|SIGRTMIN|SIGRTMAX|SIGSTKSZ|MSG_PROXY)$$
$(BUILD)/gen/uapi.h: Makefile | $(DEPS)
	@mkdir -p $(@D)
	@for h in $(UAPI_HEADERS); do echo "#include <$$h>"; done > $@
$(BUILD)/gen/uapi.inc: $(BUILD)/gen/uapi.h
	@{ $(CC) -D_GNU_SOURCE -E -dM $< | awk '$$1 == "#define" && $$2 !~ /\(/ && NF > 2 { print $$2 }'; \
		$(CC) -D_GNU_SOURCE -E -P $< | tr ',{}' '\n' | awk 'NF == 1 || $$2 == "=" { print $$1 }'; } | \
		LC_ALL=C grep -E '$(UAPI_NAMES)' | grep -Ev '$(UAPI_NOT)' | LC_ALL=C sort -u | sed 's/.*/CONSTANT(&)/' > $@
	@for h in $(UAPI_HEADERS); do echo "HEADER(\"$$h\")"; done >> $@
$(BUILD)/obj/compiler/c_uapi.o: $(BUILD)/gen/uapi.inc
# the packages of the standard library as text
PACKAGES := $(filter-out stdlib/prelude.probe,$(wildcard stdlib/*.probe))
TEXT_TO_C := sed 's/\\/&&/g; s/"/\\"/g; s/.*/"&\\n"/'
$(BUILD)/gen/stdlib.inc: $(PACKAGES) Makefile | $(DEPS)
	@mkdir -p $(@D)
	@for f in $(PACKAGES); do echo "PACKAGE(\"$${f%.probe}\","; $(TEXT_TO_C) $$f; echo ')'; done > $@
$(BUILD)/obj/compiler/package.o: $(BUILD)/gen/stdlib.inc
# the prelude as text, and the rows of its macros
$(BUILD)/gen/prelude_text.inc: stdlib/prelude.probe Makefile | $(DEPS)
	@mkdir -p $(@D)
	@$(TEXT_TO_C) $< > $@
$(BUILD)/gen/prelude_rows.inc: stdlib/prelude.probe stdlib/rows.awk | $(DEPS)
	@mkdir -p $(@D)
	@awk -f stdlib/rows.awk $< > $@
$(BUILD)/obj/compiler/prelude.o: $(BUILD)/gen/prelude_text.inc
$(BUILD)/obj/compiler/builtin_prelude.o: $(BUILD)/gen/prelude_rows.inc
$(BUILD)/obj/compiler/prelude.o $(BUILD)/obj/compiler/builtin_prelude.o: ALL_CFLAGS += -I$(BUILD)
# the script and the look of flame graphs as text
$(BUILD)/gen/flame_%.inc: runtime/flame.% Makefile | $(DEPS)
	@mkdir -p $(@D)
	@$(TEXT_TO_C) $< > $@
$(BUILD)/obj/runtime/flame_svg.o: $(BUILD)/gen/flame_js.inc $(BUILD)/gen/flame_css.inc
$(BUILD)/obj/runtime/flame_svg.o: ALL_CFLAGS += -I$(BUILD)
$(BUILD)/obj/compiler/package.o: ALL_CFLAGS += -I$(BUILD)
$(BUILD)/obj/compiler/c_uapi.o: ALL_CFLAGS += -I$(BUILD)
$(BUILD)/obj/probes/syscalls.o: ALL_CFLAGS += -I$(BUILD)

$(BASE): $(call objs,$(BASE_SRC))
$(PROBES): $(call objs,$(PROBES_SRC))
$(RUNTIME): $(call objs,$(RUNTIME_SRC))
$(COMPILER): $(call objs,$(COMPILER_SRC))
%.a:
	@rm -f $@
	$(call say,ar)
	$(Q)ar rcs $@ $^

STATIC_LIBS := -Wl,-Bstatic -lbpf -lelf -lz -lzstd -liberty -llzma -Wl,-Bdynamic
LLVM_LIBS = -L$(shell $(LLVM_CONFIG) --libdir) $(shell $(LLVM_CONFIG) --link-static --libs bpfasmparser bpfcodegen bpfdesc bpfinfo core passes) \
	-B$(shell $(LLVM_CONFIG) --bindir) -fuse-ld=lld -lelf -llzma -liberty -lstdc++ -lz -lzstd -lm

# the functions through which the compiler looks at the machine: compiler/witness.c stands in their place
WITNESSED := faccessat fopen getenv glob lstat open opendir posix_spawn readlink realpath scandir setmntent stat statfs syscall sysinfo
WRAP := $(WITNESSED:%=-Wl,--wrap=%)

$(BUILD)/sonde: $(call objs,runtime/cli/main.c) $(RUNTIME) $(PROBES) $(BASE)
	$(call say,link)
	$(Q)$(CC) $(SANITIZE) -Wl,--gc-sections -o $@ $^ $(STATIC_LIBS)

$(BUILD)/sonde-repl: $(call objs,$(REPL_SRC)) $(RUNTIME) $(PROBES) $(BASE)
	$(call say,link)
	$(Q)$(CC) $(SANITIZE) -Wl,--gc-sections -o $@ $^ $(STATIC_LIBS) -Wl,-Bstatic -lreadline -ltinfo -Wl,-Bdynamic

$(BUILD)/sonde-compile: $(call objs,compiler/main.c) $(COMPILER) $(PROBES) $(BASE)
	$(call say,link)
ifeq ($(MODE),release)
	$(Q)$(CC) -static -o $@ $^ $(LLVM_LIBS) $(WRAP) -Wl,--icf=all -Wl,--gc-sections -Wl,-O2 -s
else
	$(Q)$(CC) $(SANITIZE) -o $@ $^ $(LLVM_LIBS) $(WRAP)
endif

# the named scripts, where sonde looks for them in a build tree
$(BUILD)/probes:
	@mkdir -p $(@D)
	@ln -sfn $(CURDIR)/stdlib/tools $@

-include $(shell find $(BUILD) \( -path $(BUILD)/check -o -path $(BUILD)/deb \) -prune -o -name '*.d' -type f -print 2>/dev/null)

# Tests.  tests/unit/<room>_<thing>.c is linked with its room and those below it, nothing else.
TEST_FLAGS = $(ALL_CFLAGS) -MMD -MP -MF $@.d
compiler_libs = $(COMPILER) $(PROBES) $(BASE)
room_libs = $(if $(filter base,$(1)),$(BASE))$(if $(filter probes,$(1)),$(PROBES) $(BASE))$(if $(filter runtime,$(1)),$(RUNTIME) $(PROBES) $(BASE))$(if $(filter compiler,$(1)),$(compiler_libs))
room_of = $(firstword $(subst _, ,$(1)))
# a compiler test that needs no LLVM does not pull any of it in
room_link = $(if $(filter compiler,$(1)),$(LLVM_LIBS)) -Wl,--gc-sections $(STATIC_LIBS)

UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
define unit_rule
$(BUILD)/unit/$(1): tests/unit/$(1).c $(call room_libs,$(call room_of,$(1))) | $(DEPS)
	@mkdir -p $$(@D)
	$$(call say,link)
	$$(Q)$$(CC) $$(TEST_FLAGS) -o $$@ $$< $(call room_libs,$(call room_of,$(1))) $$(call room_link,$(call room_of,$(1))) -lcmocka -lm
endef
$(foreach u,$(UNIT),$(eval $(call unit_rule,$(u))))
UNIT_BIN := $(patsubst %,$(BUILD)/unit/%,$(UNIT))

# the programs that run the golden and the live cases, one per file
GOLDEN_BIN := $(patsubst tests/golden/%.c,$(BUILD)/golden/%,$(wildcard tests/golden/*.c))
$(BUILD)/golden/%: tests/golden/%.c $(RUNTIME) $(PROBES) $(BASE) | $(DEPS)
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) $(TEST_FLAGS) -o $@ $< $(RUNTIME) $(PROBES) $(BASE) -Wl,--gc-sections $(STATIC_LIBS) -lm

LIVE_BIN := $(BUILD)/live/run $(patsubst tests/live/helpers/%.c,$(BUILD)/live/helpers/%,$(wildcard tests/live/helpers/*.c)) \
	$(BUILD)/live/helpers/generate
$(BUILD)/live/helpers/generate: $(wildcard tests/gen/*.c) tests/gen/gen.h | $(DEPS)
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE $(WARNINGS) -I. -O1 -g -o $@ $(filter %.c,$^)
$(BUILD)/live/%: tests/live/%.c | $(DEPS)
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE $(WARNINGS) -I. -O1 -g -fno-omit-frame-pointer -fno-optimize-sibling-calls -pthread -MMD -MP -MF $@.d -o $@ $<

BENCH_BIN := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
$(BUILD)/bench/%: tests/bench/%.c | $(DEPS)
	@mkdir -p $(@D)
	$(call say,link)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE $(WARNINGS) -O2 -fno-omit-frame-pointer -pthread -o $@ $<

# the fuzz targets as plain programs that run the files they are given, and as libFuzzer programs (make fuzz: needs clang)
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
FUZZ_BIN := $(patsubst %,$(BUILD)/fuzz/%,$(FUZZ))
fuzz_room = $(if $(filter image,$(1)),base,$(if $(filter cfi dwarf elf x86 usdt,$(1)),probes,$(if $(filter cache portable,$(1)),runtime,compiler)))
define fuzz_rule
$(BUILD)/fuzz/$(1): tests/fuzz/$(1).c $(call room_libs,$(call fuzz_room,$(1))) | $(DEPS)
	@mkdir -p $$(@D)
	$$(call say,link)
	$$(Q)$$(CC) $$(TEST_FLAGS) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,-DSTANDALONE) -o $$@ $$< $(call room_libs,$(call fuzz_room,$(1))) $$(call room_link,$(call fuzz_room,$(1)))
endef
$(foreach f,$(FUZZ),$(eval $(call fuzz_rule,$(f))))

# images of today's version, a good one and each damage: what was kept would be refused for its version, or mean something else, after the next change
SEEDS := $(BUILD)/fuzz/corpus/image/good
$(SEEDS): $(BUILD)/unit/base_image_corpus
	@mkdir -p $(@D)
	$(Q)$< --write $(@D)
PORTABLE_SEEDS := $(BUILD)/fuzz/corpus/portable/both
$(PORTABLE_SEEDS): $(BUILD)/unit/runtime_portable
	@mkdir -p $(@D)
	$(Q)$< --write $(@D)
SEEDS += $(PORTABLE_SEEDS)

.PHONY: fuzz fuzz-build
fuzz:
	@$(MAKE) MODE=fuzz CC=clang fuzz-build
fuzz-build: $(FUZZ_BIN) $(SEEDS)
	@mkdir -p $(BUILD)/found
	@echo "run one as: $(BUILD)/fuzz/parser $(BUILD)/found tests/fuzz/corpus/script"

# Each kind prints its cases that failed or were skipped and its counts; the last line of `make check` adds them up.
RUN_TESTS = BUILD=$(BUILD) MODE=$(MODE) CC=$(CC) WITNESSED="$(WITNESSED)" tests/run
.PHONY: check check-unit check-golden check-includes check-split check-corpus check-live check-install
check: all man $(UNIT_BIN) $(GOLDEN_BIN) $(LIVE_BIN) $(FUZZ_BIN) $(SEEDS)
	@$(RUN_TESTS) unit golden includes split corpus live install vm
check-unit: $(UNIT_BIN)
	@$(RUN_TESTS) unit
check-golden: all $(GOLDEN_BIN)
	@$(RUN_TESTS) golden
check-includes:
	@$(RUN_TESTS) includes
check-split: all man
	@$(RUN_TESTS) split
check-corpus: all $(FUZZ_BIN) $(SEEDS) $(GOLDEN_BIN)
	@$(RUN_TESTS) corpus
check-live: all man $(LIVE_BIN)
	@$(RUN_TESTS) live
# what was packed, in a fresh Debian, and every command of README.md there
check-install: all man
	@$(RUN_TESTS) install

# the live cases on Debian's kernels in QEMU, and what that needs: check-vm installs it; check does only where CI is set, elsewhere it skips them and says so
.PHONY: check-vm lab
lab:
	@.ci/deps lab
check-vm: all man $(LIVE_BIN)
	@.ci/deps lab || :
	@$(RUN_TESTS) vm

.PHONY: demo bench
demo: all $(BUILD)/bench/busy
	@BUILD=$(BUILD) tests/lib/demo
bench: all $(BENCH_BIN)
	@BUILD=$(BUILD) tests/bench/run

TOOLS := $(notdir $(wildcard stdlib/tools/*.probe))
# the manual: its tables are the compiler's own, and the pages of the named scripts are what these say of themselves
RELEASE_DATE := 2026-11-29
PAGES := $(notdir $(wildcard man/*.[1-9])) $(basename $(notdir $(wildcard man/*.in))) $(TOOLS:%.probe=sonde-%.8)
MAN := $(PAGES:%=$(BUILD)/man/%)
PAGE = awk -F '\t' -v version=$(VERSION) -v date=$(RELEASE_DATE) -f man/page.awk $(BUILD)/man/rows
$(BUILD)/man/rows: $(BUILD)/sonde-compile
	@mkdir -p $(@D)
	$(call say,rows)
	$(Q)$< --rows > $@
$(BUILD)/man/%: man/% man/page.awk $(BUILD)/man/rows
	$(call say,man)
	$(Q)$(PAGE) $< > $@
$(BUILD)/man/%: man/%.in man/page.awk $(BUILD)/man/rows
	$(call say,man)
	$(Q)$(PAGE) $< > $@
$(BUILD)/man/sonde-%.8: stdlib/tools/%.probe man/tool.awk man/page.awk $(BUILD)/man/rows $(BUILD)/sonde
	$(call say,man)
	$(Q)$(BUILD)/sonde $< --help | awk -v name=$* -f man/tool.awk | $(PAGE) - > $@
# editors: names from the same rows
EDITORS := sonde.vim sonde.tmLanguage.json
$(BUILD)/editors/%: man/editors/%.in man/editors/names.awk $(BUILD)/man/rows
	@mkdir -p $(@D)
	$(call say,editor)
	$(Q)awk -F '\t' -f man/editors/names.awk $(BUILD)/man/rows $< > $@
.PHONY: man
man: $(MAN) $(EDITORS:%=$(BUILD)/editors/%)

INSTALL_DIR = $(DESTDIR)$(PREFIX)
# where shells look for completion; Debian's zsh has a place of its own for packages
ZSH_COMPLETIONS := zsh/site-functions
COMPLETIONS = sonde.bash=bash-completion/completions/sonde _sonde=$(ZSH_COMPLETIONS)/_sonde sonde.fish=fish/vendor_completions.d/sonde.fish
.PHONY: install uninstall
install: all man
	install -d $(INSTALL_DIR)/bin $(INSTALL_DIR)/libexec/sonde $(INSTALL_DIR)/share/sonde/probes
	install -m 755 -s $(BUILD)/sonde $(INSTALL_DIR)/bin/sonde
	install -m 755 -s $(BUILD)/sonde-repl $(INSTALL_DIR)/libexec/sonde/sonde-repl
	install -m 755 $(BUILD)/sonde-compile $(INSTALL_DIR)/libexec/sonde/sonde-compile
	for f in $(TOOLS); do install -m 755 stdlib/tools/$$f $(INSTALL_DIR)/share/sonde/probes/$$f || exit 1; done
	for f in $(MAN); do \
		install -D -m 644 $$f $(INSTALL_DIR)/share/man/man$${f##*.}/$${f##*/} || exit 1; done
	for c in $(COMPLETIONS); do install -D -m 644 runtime/cli/shell/$${c%=*} $(INSTALL_DIR)/share/$${c#*=} || exit 1; done
	install -D -m 644 $(BUILD)/editors/sonde.vim $(INSTALL_DIR)/share/vim/vimfiles/syntax/sonde.vim
	install -D -m 644 man/editors/ftdetect.vim $(INSTALL_DIR)/share/vim/vimfiles/ftdetect/sonde.vim
	install -D -m 644 $(BUILD)/editors/sonde.tmLanguage.json $(INSTALL_DIR)/share/sonde/editors/sonde.tmLanguage.json
uninstall:
	rm -f $(INSTALL_DIR)/bin/sonde $(INSTALL_DIR)/libexec/sonde/sonde-repl $(INSTALL_DIR)/libexec/sonde/sonde-compile
	rm -f $(TOOLS:%=$(INSTALL_DIR)/share/sonde/probes/%)
	for f in $(PAGES); do rm -f $(INSTALL_DIR)/share/man/man$${f##*.}/$$f; done
	for c in $(COMPLETIONS); do rm -f $(INSTALL_DIR)/share/$${c#*=}; done
	rm -f $(INSTALL_DIR)/share/vim/vimfiles/syntax/sonde.vim $(INSTALL_DIR)/share/vim/vimfiles/ftdetect/sonde.vim
	rm -f $(INSTALL_DIR)/share/sonde/editors/sonde.tmLanguage.json
	-rmdir $(INSTALL_DIR)/libexec/sonde $(INSTALL_DIR)/share/sonde/editors $(INSTALL_DIR)/share/sonde/probes $(INSTALL_DIR)/share/sonde 2>/dev/null || :

# what `make dist` packs: the files that git knows, or, in an unpacked tarball, all but the builds; their time is that of the last commit, or of the tarball
DIST := sonde-$(VERSION)
DIST_FILES := if [ -e .git ]; then git ls-files -z; else find . -path ./build -prune -o -type f -printf '%P\0'; fi
EPOCH := $${SOURCE_DATE_EPOCH:-$$([ -e .git ] && git log -1 --format=%ct || stat -c %Y Makefile)}
.PHONY: deb dist
deb: all man
	@rm -rf $(BUILD)/deb $(BUILD)/sonde_*.deb
	@$(MAKE) install DESTDIR=$(abspath $(BUILD))/deb/root PREFIX=/usr ZSH_COMPLETIONS=zsh/vendor-completions >/dev/null
	@SOURCE_DATE_EPOCH=$(EPOCH) BUILD=$(abspath $(BUILD)) VERSION=$(VERSION) .deb/build $(abspath $(BUILD))/deb/root
dist:
	@mkdir -p $(BUILD)
	@{ $(DIST_FILES); } | LC_ALL=C sort -z | tar --null -T - --format=ustar --mtime=@$(EPOCH) --owner=0 --group=0 --numeric-owner \
		--mode=u=rwX,go=rX --transform 's,^,$(DIST)/,' -cf - | gzip -9n > $(BUILD)/$(DIST).tar.gz
	@echo $(BUILD)/$(DIST).tar.gz

.PHONY: clean
clean:
	rm -rf $(BUILD)
