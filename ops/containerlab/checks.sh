# shellcheck shell=bash
# What each check.sh does. It sets prefix, caches, clients and routers, and sources this file.
#
# RUNTIME=podman asks Podman. RUNTIME=netns asks the network namespaces of `weir lab --keep`.
# PATIENCE is how many seconds to wait for the caches; real routers take some minutes to start.
runtime=${RUNTIME:-docker}
patience=${PATIENCE:-120}
page=http://www.one.test/object/check-$$
bad=0

ask() { # NAME COMMAND...
  local name=$1
  shift
  if [ "$runtime" = netns ]; then
    ip netns exec "weir-$name" "$@"
  else
    "$runtime" exec "${prefix:?}$name$(suffix)" "$@"
  fi
}

# What a container's name ends with; GNS3's end with the project.
suffix() { printf %s "${ending:-}"; }

say() { printf '%-4s %s\n' "$1" "$2"; }

fail() {
  say FAIL "$1"
  bad=1
}

# How many routers a cache says list it: a router's state has its receive id behind it, a cache's not.
usable() { # CACHE
  ask "$1" weir show wccp -o json 2>/dev/null |
    grep -oE '"state" *: *"(usable|assigned)" *, *"receiveId"' | wc -l
}

until_usable() { # CACHE
  local seen=0
  for ((second = 0; second <= patience; second += 2)); do
    seen=$(usable "$1")
    if [ "$seen" -ge "${routers:?}" ]; then
      say ok "$1: usable at $seen of $routers"
      return
    fi
    [ "$second" -ge "$patience" ] || sleep 2
  done
  fail "$1: usable at $seen of $routers: docs/runbooks/no-router-answers.md"
  ask "$1" weir show wccp || true
}

# Cache-Status of an answer, or nothing.
status() { # CLIENT URL
  ask "$1" curl -sS -m 10 -o /dev/null -D - "$2" | tr -d '\r' | sed -n 's/^[Cc]ache-[Ss]tatus: *//p'
}

twice() { # CLIENT
  local first second
  first=$(status "$1" "$page-$1")
  second=$(status "$1" "$page-$1")
  case $first in
    *weir-cache-*) say ok "$1: the first answer came through ${first%%;*}" ;;
    *) fail "$1: no cache had a part in the first answer: docs/runbooks/cache-logs-nothing.md" ;;
  esac
  case $second in
    *weir-cache-*hit*) say ok "$1: the second answer is a hit" ;;
    *) fail "$1: the second answer is no hit: ${second:-no cache had a part in it}" ;;
  esac
}

for cache in ${caches:?}; do until_usable "$cache"; done
for client in ${clients:?}; do twice "$client"; done
exit "$bad"
