/// Debian's Prometheus beside the cluster: what it draws, and of what it warns.
@org.jspecify.annotations.NullMarked
package dev.weir.lab.scenario.watched;
