#!/bin/bash
# Ends with 0 when every cache is usable and each page comes from a cache the second time.
set -eu
cd "$(dirname "$0")"
prefix=clab-weir-asa- caches="cache-1 cache-2 cache-3" clients="client-1 client-2" routers=1
# shellcheck source=ops/containerlab/checks.sh
. ../checks.sh
