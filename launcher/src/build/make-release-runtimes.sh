#!/bin/sh
# make-release-runtimes.sh DISTRIBUTION FOLDER PLATFORM=JMODS...: puts a Java runtime into each FOLDER/PLATFORM: for this system that of the
# distribution, with its start-up cache; for others one out of the jmods of their JDK, or none where JMODS is empty.
set -eu

distribution=$1
into=$2
shift 2
case $(uname -sm) in
    "Linux x86_64") here=linux-x86-64 ;;
    "Linux aarch64") here=linux-aarch64 ;;
    "Darwin arm64") here=macos-arm64 ;;
    *) here= ;;
esac
for pair; do
    platform=${pair%%=*}
    jmods=${pair#*=}
    mkdir -p "$into/$platform"
    if [ "$platform" = "$here" ]; then
        rm -rf "$into/$platform/runtime" "$into/$platform/framecast.aot"
        for made in runtime framecast.aot; do
            [ ! -e "$distribution/$made" ] || cp -Rp "$distribution/$made" "$into/$platform/"
        done
    elif [ -n "$jmods" ]; then
        # As its JDK calls it.
        case $platform in
            linux-x86-64) name=linux-amd64 ;;
            macos-arm64) name=macos-aarch64 ;;
            windows-x86-64) name=windows-amd64 ;;
            *) name=$platform ;;
        esac
        sh "$(dirname "$0")/make-runtime.sh" "$into/$platform/runtime" "$jmods" "$name"
    else
        rm -rf "$into/$platform/runtime"
        echo "framecast: no -Dframecast.jmods.$platform=DIR: its archive goes without a Java runtime, and needs a Java 25 where it runs"
    fi
done
