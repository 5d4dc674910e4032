# Sourced by the launcher scripts: sets JAVA to the java of a JDK or runtime 25, or ends with one line.

# Whether $1 is a directory with a Java 25 in it. Reads the `release` file: starting a JVM to ask would cost 50 ms.
is_java_25() {
    [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]; then
        grep -q '^JAVA_VERSION="25[".]' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | grep -q 'version "25[".]'
    fi
}

# Follows links, since macOS has no readlink -f on older systems.
resolved() {
    at=$1
    while [ -L "$at" ]; do
        to=$(readlink "$at")
        case $to in
            /*) at=$to ;;
            *) at=$(dirname "$at")/$to ;;
        esac
    done
    printf '%s\n' "$at"
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ] && is_java_25 "$JAVA_HOME"; then
        JAVA=$JAVA_HOME/bin/java
        return
    fi
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        jdk=$(dirname "$(dirname "$(resolved "$on_path")")")
        if is_java_25 "$jdk"; then
            JAVA=$jdk/bin/java
            return
        fi
    fi
    for jdk in /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/* /opt/java/* /opt/jdk/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_java_25 "$jdk"; then
            JAVA=$jdk/bin/java
            return
        fi
    done
    echo "framecast: needs a JDK 25 and found none; install one (https://adoptium.net, or: apt install openjdk-25-jdk, brew install openjdk@25, sdk install java 25-tem) or set JAVA_HOME to it" >&2
    exit 1
}
