#!/bin/sh
# Shows that every gate of the build can fail: commits one violation after the other to a scratch copy of the tracked files,
# runs the check that must catch it, and prints the line that did. Ends with 1 when a violation passes. About 3 minutes.
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && git ls-files -z | tar --null --files-from=- -cf -) | tar -xf - -C "$copy"
cd "$copy" || exit 1
mkdir -p .git # Spotless looks for the repository's root
slips=0

maven() { ./mvnw --batch-mode --no-transfer-progress "$@" > "$copy/log" 2>&1; }

caught_by() { # GATE, MESSAGE (a basic regular expression)
    line=$(grep -m 1 -e "$2" "$copy/log" | sed -e 's/^\[[A-Z]*\] *//' -e "s#$copy/##g" | cut -c 1-170)
    if [ -n "$line" ]; then
        printf '%-22s %s\n' "$1" "$line"
    else
        printf '%-22s NOT CAUGHT\n' "$1"
        slips=$((slips + 1))
        cp "$copy/log" "/tmp/gates-$1.log"
    fi
}

java_file() { # PATH: the body comes from standard input
    mkdir -p "$(dirname "$1")" && cat > "$1"
}

undo() { for file in "$@"; do rm -f "$file"; (cd "$root" && git show "HEAD:$file" 2>/dev/null) > "$file" || rm -f "$file"; done; }

# --- machine and dependencies ---------------------------------------------------------------------------------------------
for other in /usr/lib/jvm/*; do
    if [ -x "$other/bin/javac" ] && ! grep -q '^JAVA_VERSION="25' "$other/release" 2>/dev/null && command -v mvn >/dev/null; then
        JAVA_HOME=$other mvn --batch-mode validate > "$copy/log" 2>&1
        caught_by "jdk" 'needs a JDK 25'
        break
    fi
done
sed -i.bak 's#</dependencies>#<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.16</version></dependency></dependencies>#' bench/pom.xml
maven validate
caught_by "dependency convergence" 'Dependency convergence error'
undo bench/pom.xml

# --- compiler -------------------------------------------------------------------------------------------------------------
slip=model/src/main/java/dev/belay/model/Slip.java
java_file $slip <<'JAVA'
package dev.belay.model;
final class Slip { java.util.List raw() { return java.util.List.of(); } }
JAVA
maven -pl model compile
caught_by "javac lint" 'found raw type'
java_file $slip <<'JAVA'
package dev.belay.model;
final class Slip { String greet(String name) { name.trim(); return name; } }
JAVA
maven -pl model compile
caught_by "error prone" '\[ReturnValueIgnored\]'
java_file $slip <<'JAVA'
package dev.belay.model;
final class Slip { String name() { return null; } }
JAVA
maven -pl model compile
caught_by "nullaway" '\[NullAway\]'

# --- format ---------------------------------------------------------------------------------------------------------------
java_file $slip <<'JAVA'
package dev.belay.model;
final class Slip { int a( ) {return 1 ;} }
JAVA
maven -pl model spotless:check
caught_by "format" 'format violations'
undo $slip

# --- architecture and budgets: one build, one violation of each -----------------------------------------------------------
java_file model/src/main/java/dev/belay/model/Console.java <<'JAVA'
package dev.belay.model;
final class Console {
    static double noise() {
        System.out.println("noise");
        return new java.util.Random(0).nextDouble() + System.nanoTime();
    }
}
JAVA
java_file model/src/main/java/dev/belay/model/util/Strings.java <<'JAVA'
package dev.belay.model.util;
final class Strings {}
JAVA
java_file loop/src/main/java/dev/belay/loop/data/Backwards.java <<'JAVA'
package dev.belay.loop.data;
record Backwards(dev.belay.loop.reward.Range range) {}
JAVA
{
    echo 'package dev.belay.loop; final class TooLong { static int sum() { int sum = 0;'
    i=0
    while [ $i -lt 420 ]; do echo "sum += $i;"; i=$((i + 1)); done
    echo 'return sum; } }'
} > loop/src/main/java/dev/belay/loop/TooLong.java
maven -pl app -am test -Dtest='ArchitectureTest,SourceBudgetTest' -Dsurefire.failIfNoSpecifiedTests=false
caught_by "stage order" 'Backwards.*Range'
caught_by "package cycle" 'Cycle detected'
caught_by "console" 'Console.noise.*System.out'
caught_by "randomness" 'Console.noise.*java.util.Random'
caught_by "clock" 'Console.noise.*nanoTime'
caught_by "package names" '\[packages whose name says nothing\]'
caught_by "null-marked packages" '\[packages without a package-info.java that says @NullMarked\]'
caught_by "file length" 'TooLong.java"='
caught_by "method length" 'TooLong.java#sum"='
undo model/src/main/java/dev/belay/model/Console.java model/src/main/java/dev/belay/model/util/Strings.java \
    loop/src/main/java/dev/belay/loop/data/Backwards.java

# --- coverage: the untested lines of TooLong and its like -----------------------------------------------------------------
for copy_number in 1 2 3 4 5 6 7 8 9 10; do
    sed -e "s/TooLong/Untested$copy_number/" -e 's/dev.belay.loop/dev.belay.verify/' loop/src/main/java/dev/belay/loop/TooLong.java \
        > "verify/src/main/java/dev/belay/verify/Untested$copy_number.java"
done
maven -pl verify verify -Dspotless.check.skip
caught_by "coverage floor" 'lines covered ratio'

[ $slips -eq 0 ] || { echo "$slips gates let a violation pass" >&2; exit 1; }
