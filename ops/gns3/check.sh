#!/bin/bash
# Ends with 0 when every cache is usable and each page comes from a cache the second time. GNS3 names
# containers GNS3.NAME.PROJECT; it runs on the machine where GNS3's server runs.
set -eu
cd "$(dirname "$0")"
prefix=GNS3. ending=.5968922b-6332-5ef7-b276-2a47899cf708
caches="cache-1 cache-2 cache-3" clients="client-1 client-2" routers=1
# shellcheck source=ops/containerlab/checks.sh
. ../containerlab/checks.sh
