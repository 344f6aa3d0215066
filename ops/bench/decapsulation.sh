#!/bin/bash
# What it costs a node to take a redirected packet out of GRE, check it and hand it to the kernel:
# the engines of `gre.receive` beside the same job in plain C, in one run on one pinned core.
#
#   ops/bench/decapsulation.sh [ROUNDS [ENGINE...]]       as root; 5 rounds of all engines unless told
#
# Two namespaces and one link. The sender is pinned to core 0, what is measured to core 1. Rounds of
# the engines are interleaved, since the machine is never quiet; the figures are medians, and what
# counts are the ratios. Packets are dropped behind the TUN, before TCP sees them.
#
# Columns: nanoseconds of CPU per packet (the whole process: collector and compiler included), and
# microseconds added at 1,000 and 20,000 packets per second (median).
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5}
engines=("${@:2}")
[ ${#engines[@]} -gt 0 ] || engines=(c-ring c-recv pcap raw ring)

node=bench-node router=bench-router
node_address=10.254.0.2 router_address=10.254.0.1
work=$(mktemp -d)
pid=
cleanup() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  ip netns delete $node 2>/dev/null || true
  ip netns delete $router 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

for program in decapsulate traffic arrivals; do
  cc -O2 -Wall -o "$work/$program" "ops/bench/src/main/c/$program.c"
done
./mvnw -B -q -pl gre-decap dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$work/jars" >"$work/err" 2>&1 ||
  { cat "$work/err" >&2; exit 1; }
classes=ops/bench/target/classes:gre-decap/target/classes:$(<"$work/jars")
java="${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java"

ip netns add $node
ip netns add $router
ip link add n0 netns $node type veth peer name r0 netns $router
ip -n $node address add $node_address/24 dev n0
ip -n $router address add $router_address/24 dev r0
ip -n $node link set lo up
ip -n $node link set n0 up
ip -n $router link set r0 up
link=$(ip -n $node -br link show n0 | awk '{print $3}')
sent_at_rate() { # octets seconds rate
  ip netns exec $router taskset -c 0 "$work/traffic" r0 "$link" $router_address $node_address "$@"
}

guard() { # tap engines need GRE dropped behind the tap; a raw socket must get it
  ip netns exec $node nft flush ruleset
  local gre=
  case $1 in c-ring | pcap | ring) gre='iifname "n0" meta l4proto gre drop' ;; esac
  ip netns exec $node nft -f - <<NFT
table ip bench {
  chain prerouting {
    type filter hook prerouting priority -310; policy accept;
    iifname "wccp0" drop
    $gre
  }
}
NFT
}

begin() { # engine
  guard "$1"
  mkfifo "$work/in" "$work/out"
  local command
  case $1 in
    c-*) command=("$work/decapsulate" "${1#c-}" n0 wccp0 $node_address $router_address) ;;
    *) command=("$java" -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED
      -Djna.tmpdir="$work" -cp "$classes" dev.weir.bench.Decapsulation
      "$1" n0 wccp0 $node_address $router_address) ;;
  esac
  ip netns exec $node taskset -c 1 "${command[@]}" <"$work/in" >"$work/out" 2>"$work/err" &
  pid=$!
  exec 7>"$work/in" 8<"$work/out"
  read -r -t 20 ready <&8 || { cat "$work/err" >&2; exit 1; }
  [ "$ready" = ready ]
  ip -n $node link set wccp0 up
}

end() {
  exec 7>&-
  read -r counts <&8
  exec 8<&-
  wait "$pid"
  pid=
  rm "$work/in" "$work/out"
}

cpu() { cat /proc/"$pid"/task/*/schedstat | awk '{sum += $1} END {printf "%.0f", sum}'; }
injected() { ip netns exec $node cat /sys/class/net/wccp0/statistics/rx_packets; }

per_packet() { # octets -> ns per packet
  local cpu0 cpu1 in0 in1
  cpu0=$(cpu) in0=$(injected)
  sent_at_rate "$1" 2 >/dev/null
  cpu1=$(cpu) in1=$(injected)
  echo $(((cpu1 - cpu0) / (in1 - in0 + 1)))
}

latency() { # rate -> median in microseconds
  ip netns exec $node "$work/arrivals" wccp0 4 >"$work/arrived" &
  local watcher=$!
  sent_at_rate 100 3 "$1" >/dev/null
  wait $watcher
  cut -d' ' -f2 "$work/arrived"
}

for ((round = 1; round <= rounds; round++)); do
  for engine in "${engines[@]}"; do
    begin "$engine"
    sent_at_rate 60 2 >/dev/null # warms up
    sent_at_rate 1400 1 >/dev/null
    echo "$engine $(per_packet 60) $(per_packet 1400) $(latency 1000) $(latency 20000)" |
      tee -a "$work/figures" >&2
    end
  done
done

sort -k1,1 "$work/figures" | awk '
  function median(values, n,   i, j, t) {
    for (i = 2; i <= n; i++)
      for (j = i; j > 1 && values[j] < values[j - 1]; j--) {
        t = values[j]; values[j] = values[j - 1]; values[j - 1] = t
      }
    return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
  }
  { for (c = 2; c <= 5; c++) seen[$1, c, ++count[$1, c]] = $c; engines[$1] = 1 }
  END {
    for (e in engines)
      for (c = 2; c <= 5; c++) {
        delete list
        for (i = 1; i <= count[e, c]; i++) list[i] = seen[e, c, i] + 0
        figure[e, c] = median(list, count[e, c])
      }
    printf "%-8s %12s %14s %16s %17s\n", "engine", "60 B", "1400 B", "1,000/s", "20,000/s"
    for (e in engines) {
      printf "%-8s", e
      for (c = 2; c <= 5; c++) {
        base = figure[c < 4 ? "c-ring" : "c-recv", c]
        printf " %8.1f (%s)", figure[e, c], base ? sprintf("%.2f", figure[e, c] / base) : "-"
      }
      print ""
    }
  }'
