#!/bin/bash
# What a million domains, a million prefixes and a thousand expressions take, and how long a look at each takes.
#
#   ops/bench/lists.sh
#
# Pinned to core 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
jars=$(mktemp)
trap 'rm -f "$jars"' EXIT
./mvnw -B -q -ntp -pl ops/bench -am -P '!format' -Dmaven.test.skip=true package \
  dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$jars"
taskset -c 1 "${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java" -Xmx2g -XX:+UseSerialGC \
  -cp "ops/bench/target/classes:$(<"$jars")" dev.weir.bench.access.ListCost
