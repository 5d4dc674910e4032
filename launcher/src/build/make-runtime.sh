#!/bin/sh
# make-runtime.sh FOLDER [JMODS PLATFORM]: links a Java runtime of what Framecast uses. JMODS, from a JDK of the same version for another
# system, and PLATFORM, as its `jmod describe` says it (macos-aarch64), make one for that system; what is wrong with them is an error.
# A JDK that cannot link for its own system is none: the distribution goes without a runtime and needs a Java 25 where it runs.
set -eu

into=$1
jmods=${2:-}
platform=${3:-}
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported

. "$(dirname "$0")/../main/dist/bin/find-java.sh"
find_java
jdk=$(dirname "$(dirname "$JAVA")")

# Linking takes some seconds: once for a JDK and these options.
set -- --ignore-modified-runtime --add-modules "$modules" --no-header-files --no-man-pages --strip-java-debug-attributes --compress zip-6
[ -z "$jmods" ] || set -- "$@" --module-path "$jmods"
made_of="$* $(cat "$jdk/release")"
if [ -f "$into/made-of" ] && [ "$(cat "$into/made-of")" = "$made_of" ]; then
    exit 0
fi
rm -rf "$into"

if [ -n "$jmods" ]; then
    # Without this module jlink would take its own, and link for this system.
    found=$("$jdk/bin/jmod" describe "$jmods/java.base.jmod" | sed -n 's/^platform //p')
    if [ "$found" != "$platform" ]; then
        echo "framecast: $jmods has modules for ${found:-nothing}, not for $platform" >&2
        exit 1
    fi
    "$jdk/bin/jlink" "$@" --output "$into"
elif ! said=$("$jdk/bin/jlink" "$@" --output "$into" 2>&1); then
    rm -rf "$into"
    echo "framecast: the distribution goes without a Java runtime and needs a Java 25 where it runs; the jlink of $jdk says: $said" >&2
    exit 0
fi
printf '%s\n' "$made_of" >"$into/made-of"
