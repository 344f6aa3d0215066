#!/usr/bin/env bash
# slowhttptest against a node of its own, in its four modes: slow heads, bodies, ranges, readers.
#
#   ops/bench/slowhttptest.sh [CONNECTIONS [SECONDS]]
#
# The tool comes from one address, so the node lets one client have all connections. `available` says
# whether its probe, which has 3 s, was answered to the end. Needs the packages slowhttptest, python3
# and curl; WEIR is the command of the node, ./weir unless set.
set -euo pipefail
cd "$(dirname "$0")/../.."
connections=${1:-1000}
seconds=${2:-20}
work=$(mktemp -d /tmp/weir-slowhttptest-XXXXXX)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
ulimit -n "$(ulimit -Hn)"
cat >"$work/node.yaml" <<YAML
node:  { name: slow, address: 127.0.0.1, state: $work }
cache: { memory: 128MiB }
proxy:
  limits: { connections-per-client: 1000000, half-open: 1000 }
  reverse:
    - { listen: "127.0.0.1:8211", hosts: ["*"], origins: ["127.0.0.1:8210"] }
admin: { listen: "127.0.0.1:8219" }
YAML
head -c 65536 /dev/urandom >"$work/page"
head -c 8388608 /dev/urandom >"$work/big"
python3 -m http.server 8210 --bind 127.0.0.1 --directory "$work" >/dev/null 2>&1 &
pids+=($!)
${WEIR:-./weir} node --config "$work/node.yaml" >"$work/log" 2>&1 &
pids+=($!)
until curl -fs -o /dev/null http://127.0.0.1:8211/page; do sleep 0.5; done
curl -fs -o /dev/null http://127.0.0.1:8211/big

run() { # name path options
  local name=$1 path=$2
  shift 2
  slowhttptest -c "$connections" -r "$((connections / 5))" -l "$seconds" -p 3 -i 5 "$@" \
    -u "http://127.0.0.1:8211/$path" -o "$work/$name" -g >"$work/$name.out" 2>&1 || true
  awk -F, -v name="$name" -v most="$connections" '
    NR > 1 { n++; up += $NF > 0; if ($4 > held) held = $4; closed = $2 }
    END { printf "%-6s %d connections, at most %d held, %d closed at the end, available %d of %d seconds\n",
      name, most, held, closed, up, n }' "$work/$name.csv"
}
run heads page -H
run bodies page -B -s 8192 -t POST
run ranges page -R -a 5 -b 3000
run reads big -X -w 512 -y 1024 -n 5 -z 32 -k 1
curl -s http://127.0.0.1:8219/metrics | grep -E '^weir_http_(conn|refused)' | grep -v ' 0\.0$'
