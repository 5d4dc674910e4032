#!/bin/sh
# Makes the start-up cache (JEP 483, 514) beside the jars: runs the demo for some seconds, on free loopback ports and into
# nowhere: broker with its metrics, producers, subscriber with its shell.
# Start-up works without it, only slower; so whatever goes wrong here is no error.
set -u

bin=$(cd "$(dirname "$0")" && pwd -P)
home=$(dirname "$bin")
work=$(mktemp -d) || exit 0
trap 'rm -rf "$work"' EXIT

FRAMECAST_MAKE_CACHE=$work/framecast.aot
FRAMECAST_STATE=$work/state
# A flood of HELLOs, too, so that the profile of what answers them is in it.
FRAMECAST_JAVA_OPTS="${FRAMECAST_JAVA_OPTS:-} -Dframecast.rehearsal=true"
export FRAMECAST_MAKE_CACHE FRAMECAST_STATE FRAMECAST_JAVA_OPTS
rm -f "$home/framecast.aot"

typed() {
    sleep 8
    printf 'list%bstats%bquit%b' "$1" "$1" "$1"
    sleep 1
}

if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    # In a terminal the classes of shell and picture are in it, too.
    FRAMECAST_BIN=$bin
    TERM=xterm-256color
    export FRAMECAST_BIN TERM
    typed '\r' | script -qec 'stty rows 24 cols 80; exec "$FRAMECAST_BIN/framecast" demo --mute --port 0 --admin 127.0.0.1:0 --web-port 0' /dev/null >/dev/null 2>&1
else
    typed '\n' | "$bin/framecast" demo --mute --port 0 --admin 127.0.0.1:0 --web-port 0 >/dev/null 2>&1
fi
if [ -s "$FRAMECAST_MAKE_CACHE" ]; then
    mv "$FRAMECAST_MAKE_CACHE" "$home/framecast.aot"
fi
exit 0
