#!/bin/bash
# What a line of the access log costs, and how long it takes to forget a million objects.
#
#   ops/bench/log.sh [FOLDER]      the log is written there; /dev/shm unless told
#
# Processor time, pinned to cores 0 and 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
jars=$(mktemp)
trap 'rm -f "$jars"' EXIT
./mvnw -B -q -ntp -pl ops/bench -am -P '!format' -Dmaven.test.skip=true package \
  dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$jars"
java="${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java"
run=(taskset -c 0,1 "$java" -Xmx3g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED
  -cp "ops/bench/target/classes:$(<"$jars")")
"${run[@]}" dev.weir.bench.cache.LogCost "${1:-/dev/shm}"
"${run[@]}" dev.weir.bench.cache.PurgeCost
