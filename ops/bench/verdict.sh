#!/bin/bash
# What the checks of one diverted SYN cost, and what they allocate, with 1 and 32 routers, up to a
# million bypass rules, one connection and a million: JMH with its collector's profiler.
#
#   ops/bench/verdict.sh [JMH OPTION...]      in place of ours: such as -p rules=0; `-h` lists them
#
# Pinned to core 1. Allocation is `gc.alloc.rate.norm`, in octets per packet.
set -euo pipefail
cd "$(dirname "$0")/../.."
jars=$(mktemp)
trap 'rm -f "$jars"' EXIT
./mvnw -B -q -ntp -pl ops/bench -am -P '!format' -Dmaven.test.skip=true package \
  dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$jars"
java="${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java"
options=("$@")
[ $# -gt 0 ] || options=(-f 2 -wi 2 -w 1 -i 5 -r 1)
taskset -c 1 "$java" -cp "ops/bench/target/classes:$(<"$jars")" org.openjdk.jmh.Main \
  VerdictBenchmark -prof gc -jvmArgsAppend "-Xmx512m -XX:+UseSerialGC" "${options[@]}"
