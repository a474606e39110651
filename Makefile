# sonde: make, make demo, make check, make bench, make install.  CONTRIBUTING.md describes the parts.

BUILD ?= build
MODE ?= release
CC ?= gcc
LLVM ?= 19
LLVM_CONFIG ?= llvm-config-$(LLVM)
PREFIX ?= /usr/local
VERSION := 0.1.0

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wswitch -Wno-missing-field-initializers -Werror
ALL_CFLAGS := -std=gnu17 -D_GNU_SOURCE -DSONDE_VERSION='"$(VERSION)"' $(WARNINGS) -I. -ffunction-sections -fdata-sections $(CFLAGS)
ifeq ($(MODE),asan)
ALL_CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
SANITIZE := -fsanitize=address,undefined
endif

BASE_SRC := $(wildcard runtime/base/*.c)
PROBES_SRC := $(wildcard probes/*.c)
RUNTIME_SRC := $(filter-out runtime/cli/main.c,$(wildcard runtime/*.c runtime/cli/*.c))
COMPILER_SRC := $(filter-out compiler/main.c,$(wildcard compiler/*.c))

objs = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
BASE := $(BUILD)/libbase.a
PROBES := $(BUILD)/libprobes.a
RUNTIME := $(BUILD)/libruntime.a
COMPILER := $(BUILD)/libcompiler.a

.PHONY: all
all: $(BUILD)/sonde $(BUILD)/sonde-compile

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(filter compiler/%,$<),-isystem $(shell $(LLVM_CONFIG) --includedir)) -MMD -MP -c -o $@ $<

$(BASE): $(call objs,$(BASE_SRC))
$(PROBES): $(call objs,$(PROBES_SRC))
$(RUNTIME): $(call objs,$(RUNTIME_SRC))
$(COMPILER): $(call objs,$(COMPILER_SRC))
%.a:
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/sonde: $(call objs,runtime/cli/main.c) $(RUNTIME) $(PROBES) $(BASE)
	$(CC) $(SANITIZE) -Wl,--gc-sections -o $@ $^ -Wl,-Bstatic -lbpf -lelf -lz -Wl,-Bdynamic

LLVM_LIBS = -L$(shell $(LLVM_CONFIG) --libdir) $(shell $(LLVM_CONFIG) --link-static --libs bpfcodegen bpfdesc bpfinfo core passes)
$(BUILD)/sonde-compile: $(call objs,compiler/main.c) $(COMPILER) $(PROBES) $(BASE)
ifeq ($(MODE),asan)
	$(CC) $(SANITIZE) -o $@ $^ $(LLVM_LIBS) -B$(shell $(LLVM_CONFIG) --bindir) -fuse-ld=lld -lelf -lstdc++ -lz -lzstd -lm
else
	$(CC) -static -no-pie -o $@ $^ $(LLVM_LIBS) -B$(shell $(LLVM_CONFIG) --bindir) -fuse-ld=lld \
		-Wl,--icf=all -Wl,--gc-sections -Wl,-O2 -s -lelf -lstdc++ -lz -lzstd -lm
endif

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# unit tests: tests/unit/<room>_<thing>.c links its room and those below
UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
unit_libs = $(if $(filter base_%,$(1)),$(BASE))$(if $(filter probes_%,$(1)),$(PROBES) $(BASE))$(if $(filter runtime_%,$(1)),$(RUNTIME) $(PROBES) $(BASE))$(if $(filter compiler_%,$(1)),$(COMPILER) $(PROBES) $(BASE))
define unit_rule
$(BUILD)/unit/$(1): tests/unit/$(1).c $(call unit_libs,$(1))
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) $$(SANITIZE) -o $$@ $$< $(call unit_libs,$(1)) $(if $(filter compiler_%,$(1)),$$(LLVM_LIBS) -B$$(shell $$(LLVM_CONFIG) --bindir) -fuse-ld=lld -lstdc++ -lzstd) -Wl,--gc-sections -Wl,-Bstatic -lbpf -lelf -lz -Wl,-Bdynamic -lcmocka -lm
endef
$(foreach u,$(UNIT),$(eval $(call unit_rule,$(u))))

.PHONY: check-unit
check-unit: $(patsubst %,$(BUILD)/unit/%,$(UNIT))
	@set -e; for t in $^; do $$t; done

.PHONY: clean
clean:
	rm -rf $(BUILD)
