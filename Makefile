# banjo: `make run` shows it at work, `make test` proves it, `make help` lists the rest.
# Everything is built below build/; each step leaves a file there and is repeated only when its inputs change.

VERSION := 0.1.0
B := build
TOOLS := src/build

.DELETE_ON_ERROR:
.PHONY: all run test soak unit native sanitized image dist-c bench stages clean help setup

all: native image
	@echo "banjo $(VERSION): build/banjo and build/image are up to date"

help:
	@sed -n 's/^#: //p' Makefile

#: make              build the native binary and the image
#: make run          build, then show banjo banning the attackers of a sample log
#: make test         every test; the last line is "N passed, N failed, N skipped"
#: make unit         the unit tests alone (TESTS=banjo.regex for one package)
#: make native       build/banjo, or build/native/TARGET/banjo with TARGET=aarch64|armv7|arm|mipsel|mips|riscv64
#: make image        build/image, a Java runtime with banjo in it
#: make dist-c       build/dist/banjo-VERSION-c.tar.xz, C sources that need no JDK
#: make soak         an attack at full speed for SECONDS=600, every line counted; as root
#: make bench        the measurements of bench/README.md
#: make stages       where a line's time goes, by stage (needs perf)
#: make clean        remove build/

# ---- set-up: a JDK, Maven's libraries, a C compiler -----------------------------------------------------------

# One answer per JAVA_HOME, so that another one is looked at again.
JDK := $(B)/tools/jdk$(subst /,_,$(JAVA_HOME)).mk
include $(JDK)
$(JDK): $(TOOLS)/find-jdk.sh
	@mkdir -p $(@D)
	@sh $(TOOLS)/find-jdk.sh > $@

export JAVA_HOME
JAVA  := $(JAVA_HOME)/bin/java
JAVAC := $(JAVA_HOME)/bin/javac --release 21 -encoding UTF-8 -Xlint:all,-serial,-options,-processing,-classfile -Werror -nowarn -proc:none

JVM_FLAGS := -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED $(JDK_FLAGS)

LIBRARIES := $(B)/lib/stamp
$(LIBRARIES): pom.xml
	@sh $(TOOLS)/need.sh mvn maven
	@rm -rf $(B)/lib
	mvn -q dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=$(B)/lib/runtime
	mvn -q dependency:copy-dependencies -DincludeScope=provided -DoutputDirectory=$(B)/lib/provided
	mvn -q dependency:copy-dependencies -DincludeArtifactIds=junit,hamcrest-core -DoutputDirectory=$(B)/lib/test
	@touch $@

setup: $(LIBRARIES)

# ---- Java ------------------------------------------------------------------------------------------------------

SHARED_SOURCES := $(shell find src/java -name '*.java' 2>/dev/null)
JVM_SOURCES    := $(shell find src/jvm -name '*.java' 2>/dev/null)
TEAVM_SOURCES  := $(shell find src/teavm -name '*.java' 2>/dev/null)
BUILD_SOURCES  := $(shell find src/build -name '*.java' 2>/dev/null)
TEST_SOURCES   := $(shell find test/java -name '*.java' 2>/dev/null)

# The sources go through a file: a removed class must not linger, so the folder is emptied first.
define compile
	@rm -rf $(@D) && mkdir -p $(@D)
	@echo "javac $(@D)"
	@printf '%s\n' $(2) > $(@D).sources
	@$(JAVAC) -cp '$(1)' -d $(@D) @$(@D).sources
	@touch $@
endef

JVM_CLASSES := $(B)/classes/jvm/stamp
$(JVM_CLASSES): $(SHARED_SOURCES) $(JVM_SOURCES) src/jvm/tinylog.properties $(LIBRARIES)
	$(call compile,$(B)/lib/runtime/*:$(B)/lib/provided/teavm-interop-0.16.0.jar,$(SHARED_SOURCES) $(JVM_SOURCES))
	@cp src/jvm/tinylog.properties $(@D)/

TEAVM_CLASSES := $(B)/classes/teavm/stamp
$(TEAVM_CLASSES): $(SHARED_SOURCES) $(TEAVM_SOURCES) $(LIBRARIES)
	$(call compile,$(B)/lib/provided/*:$(B)/lib/runtime/*,$(SHARED_SOURCES) $(TEAVM_SOURCES))

BUILD_CLASSES := $(B)/classes/build/stamp
$(BUILD_CLASSES): $(BUILD_SOURCES) $(wildcard $(TOOLS)/META-INF/services/*) $(JVM_CLASSES)
	$(call compile,$(B)/classes/jvm:$(B)/lib/provided/*:$(B)/lib/runtime/*,$(BUILD_SOURCES))
	@cp -r $(TOOLS)/META-INF $(@D)/

TEST_CLASSES := $(B)/classes/test/stamp
$(TEST_CLASSES): $(TEST_SOURCES) $(JVM_CLASSES) $(BUILD_CLASSES)
	$(call compile,$(B)/classes/jvm:$(B)/classes/build:$(B)/lib/runtime/*:$(B)/lib/test/*,$(TEST_SOURCES))

# ---- built-in filters: compiled once, embedded in both runtimes ------------------------------------------------

FILTERS := $(B)/generated/banjo/filters.bin
$(FILTERS): $(wildcard src/filters/*.toml) $(BUILD_CLASSES)
	@mkdir -p $(@D)
	@echo "filters $@"
	@$(JAVA) $(JVM_FLAGS) -cp '$(B)/classes/build:$(B)/classes/jvm:$(B)/lib/runtime/*' banjo.build.CompileFilters src/filters $@

# ---- native: Java -> C -> one static binary --------------------------------------------------------------------

HOST   := $(subst armv7l,armv7,$(shell uname -m))
TARGET ?= $(HOST)
NATIVE := $(if $(filter $(HOST),$(TARGET)),$(B)/banjo,$(B)/native/$(TARGET)/banjo)
# -fwrapv -fno-strict-aliasing -fno-delete-null-pointer-checks: Java's arithmetic and memory model.
# Sections and --gc-sections: drop what nothing calls.
# No unwind tables: exceptions travel by longjmp, and the tables are 4 % of the binary. hot.c is compiled to be fast, cold.c to
# be small (banjo.build.ColdCode).
C_FLAGS := -O2 -fwrapv -fno-strict-aliasing -fno-delete-null-pointer-checks -std=gnu11 -w -ffunction-sections -fdata-sections \
  -fno-unwind-tables -fno-asynchronous-unwind-tables
LINK_FLAGS := -static -s -Wl,--gc-sections
NATIVE_LIBRARIES := $(B)/lib/runtime/minimal-json-0.9.5.jar
empty :=
space := $(empty) $(empty)

export ZIG_GLOBAL_CACHE_DIR := $(abspath $(B)/tools/zig-cache)
export ZIG_LOCAL_CACHE_DIR  := $(abspath $(B)/tools/zig-cache)

C_SOURCES := $(B)/c/all.c
$(C_SOURCES): $(TEAVM_CLASSES) $(BUILD_CLASSES)
	@echo "teavm $(@D)"
	@$(JAVA) -cp '$(B)/classes/build:$(B)/lib/provided/*' banjo.build.TranslateToC \
	  "$(B)/classes/teavm:$(NATIVE_LIBRARIES):$$(echo $(B)/lib/provided/*.jar | tr ' ' ':')" banjo.cli.Main $(@D)
	@touch $@

FILTERS_H := $(B)/generated/include/banjo_filters.h
$(FILTERS_H): $(FILTERS) $(wildcard src/native/*.h)
	@mkdir -p $(@D)
	@cp src/native/*.h $(@D)/
	@{ echo 'static const unsigned char banjo_filters[] = {'; od -An -v -tu1 $< | sed 's/  */,/g; s/^,//; s/$$/,/'; echo '};'; } > $@

# $(1) = the CPU
define link
	@mkdir -p $(@D)
	@compiler=$$(sh $(TOOLS)/compiler.sh $(1)) && cold=$$(sh $(TOOLS)/compiler.sh $(1) cold) && echo "cc $@" && \
	  $$compiler $(C_FLAGS) -I $(B)/generated/include -c $(B)/c/hot.c -o $@.hot.o && \
	  $$compiler $(C_FLAGS) $$cold -I $(B)/generated/include -c $(B)/c/cold.c -o $@.cold.o && \
	  $$compiler $(LINK_FLAGS) $@.hot.o $@.cold.o -lm -o $@ && rm $@.hot.o $@.cold.o
endef

native: $(NATIVE)
$(B)/banjo: $(C_SOURCES) $(FILTERS_H)
	$(call link,$(HOST))
$(B)/native/%/banjo: $(C_SOURCES) $(FILTERS_H)
	$(call link,$*)

# The same C with every run-time check of gcc, for test/e2e/sanitized.sh: slow, linked against the system's library.
SANITIZED := $(B)/sanitized/banjo
SANITIZER_FLAGS := -fsanitize=address,undefined,float-cast-overflow,float-divide-by-zero -fno-sanitize-recover=all
sanitized: $(SANITIZED)
$(SANITIZED): $(C_SOURCES) $(FILTERS_H)
	@sh $(TOOLS)/need.sh gcc gcc
	@mkdir -p $(@D)
	@echo "cc $@"
	@gcc -O1 -g1 $(SANITIZER_FLAGS) -fwrapv -fno-strict-aliasing -std=gnu11 -w -I $(B)/generated/include $(C_SOURCES) -lm -o $@

TEST_PATH := $(B)/classes/test:$(B)/classes/jvm:$(B)/classes/build:$(B)/generated:$(B)/lib/runtime/*:$(B)/lib/test/*

unit: $(TEST_CLASSES) $(FILTERS)
	@$(JAVA) $(JVM_FLAGS) -ea -cp '$(TEST_PATH)' banjo.TestMain $(B)/classes/test $(TESTS)

# ---- image: a Java runtime with banjo in it --------------------------------------------------------------------

IMAGE := $(B)/image/bin/banjo
image: $(IMAGE)
$(IMAGE): $(JVM_CLASSES) $(FILTERS) $(TOOLS)/image.sh
	@echo "jlink $(B)/image"
	@sh $(TOOLS)/image.sh "$(JAVA_HOME)" $(JDK_VERSION) $(B)

# ---- sources that need no JDK ----------------------------------------------------------------------------------

DIST_C := $(B)/dist/banjo-$(VERSION)-c.tar.xz
dist-c: $(DIST_C)
$(DIST_C): $(C_SOURCES) $(FILTERS_H) $(TOOLS)/dist-c.sh
	@sh $(TOOLS)/dist-c.sh $(B) $(VERSION)

# ---- the two commands of the README ----------------------------------------------------------------------------

run: $(NATIVE)
	@sh $(TOOLS)/demo.sh $(NATIVE)

test: $(TEST_CLASSES) $(FILTERS) $(NATIVE) $(IMAGE) $(DIST_C)
	@BANJO_JAVA='$(JAVA) $(JVM_FLAGS) -ea -cp $(TEST_PATH)' sh test/run.sh

# The matching loop's native twin against plain Java, for test/e2e/twins.sh: random patterns, this CPU's instructions.
TWINS := $(B)/twins
TWINS_SOURCES := test/native/banjo/regex/NativeLoopTwins.java $(addprefix test/java/banjo/regex/,LoopTwins.java LinePatterns.java RandomPatterns.java)
$(TWINS)/c/all.c: $(TWINS_SOURCES) $(C_SOURCES)
	@rm -rf $(TWINS)/classes && mkdir -p $(TWINS)/classes
	@$(JAVAC) -cp '$(B)/classes/teavm:$(B)/lib/runtime/*' -d $(TWINS)/classes $(TWINS_SOURCES)
	@$(JAVA) -cp '$(B)/classes/build:$(B)/lib/provided/*' banjo.build.TranslateToC \
	  "$(TWINS)/classes:$(B)/classes/teavm:$(NATIVE_LIBRARIES):$$(echo $(B)/lib/provided/*.jar | tr ' ' ':')" banjo.regex.NativeLoopTwins $(@D)
	@touch $@
$(TWINS)/%: $(TWINS)/c/all.c $(FILTERS_H)
	@$$(sh $(TOOLS)/compiler.sh $*) $(C_FLAGS) -I $(B)/generated/include -static -s $(TWINS)/c/all.c -lm -o $@

# The matcher alone, for both runtimes: compiled with everything else of the sources, but not part of the product.
MATCHER := $(B)/bench/matcher
MATCHER_SOURCES := bench/java/banjo/bench/MatcherBench.java bench/java/banjo/bench/RegexWorstCase.java
$(MATCHER): $(MATCHER_SOURCES) $(C_SOURCES) $(FILTERS_H)
	@rm -rf $(B)/bench && mkdir -p $(B)/bench/classes
	@$(JAVAC) -cp '$(B)/classes/teavm:$(B)/lib/runtime/*' -d $(B)/bench/classes $(MATCHER_SOURCES)
	@$(JAVA) -cp '$(B)/classes/build:$(B)/lib/provided/*' banjo.build.TranslateToC \
	  "$(B)/bench/classes:$(B)/classes/teavm:$(NATIVE_LIBRARIES):$$(echo $(B)/lib/provided/*.jar | tr ' ' ':')" banjo.bench.MatcherBench $(B)/bench/c
	@$$(sh $(TOOLS)/compiler.sh $(HOST)) $(C_FLAGS) $(LINK_FLAGS) -I $(B)/generated/include $(B)/bench/c/all.c -lm -o $@

bench: $(NATIVE) $(IMAGE) $(MATCHER)
	@BANJO_JAVA='$(JAVA) $(JVM_FLAGS)' BANJO_JAVA_PATH='$(B)/bench/classes:$(B)/classes/jvm:$(B)/lib/runtime/*' sh bench/run.sh

# The native binary with its symbols, for a profiler.
SYMBOLS := $(B)/symbols/banjo
$(SYMBOLS): $(C_SOURCES) $(FILTERS_H)
	@mkdir -p $(@D)
	@$$(sh $(TOOLS)/compiler.sh $(HOST)) $(C_FLAGS) -I $(B)/generated/include -static $(C_SOURCES) -lm -o $@

stages: $(SYMBOLS)
	@python3 bench/stages.py $(SYMBOLS)
	@python3 bench/stages.py $(SYMBOLS) --percent 5

# Endurance, in a network namespace of its own; a short form is part of the tests.
SECONDS ?= 600
soak: $(NATIVE)
	@unshare -n python3 test/soak/soak.py $(NATIVE) $(SECONDS)

clean:
	rm -rf $(B)
