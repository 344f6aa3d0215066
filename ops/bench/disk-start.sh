#!/bin/bash
# How soon a disk with some million objects is in use again: once as a killed node left it, then as
# a stopped one did. The processor's time counts; the other has the machine's other work in it.
#
#   ops/bench/disk-start.sh FOLDER MILLIONS      FOLDER: to be made, and deleted at the end
set -euo pipefail
folder=$(realpath -m "${1:?a folder that is not there}")
millions=${2:?how many million objects}
cd "$(dirname "$0")/../.."
mkdir "$folder"
jars=$(mktemp)
trap 'rm -rf "$jars" "$folder"' EXIT
./mvnw -B -q -ntp -pl ops/bench -am -P '!format' -Dmaven.test.skip=true package \
  dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$jars"
"${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java" -Xmx2g -XX:+UseSerialGC \
  --enable-native-access=ALL-UNNAMED -cp "ops/bench/target/classes:$(<"$jars")" \
  dev.weir.bench.disk.DiskStart "$folder" "$millions"
