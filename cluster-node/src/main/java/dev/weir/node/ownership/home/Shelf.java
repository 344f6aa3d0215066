package dev.weir.node.ownership.home;

import java.util.Optional;
import java.util.function.IntPredicate;

/// The known hosts of one directory bucket: an open-addressed table that doubles as it fills.
///
/// A slot has ten octets, and once the table has grown at least one of four is taken. Probes are
/// bounded, so that forged numbers cost a constant. Not safe for two threads.
final class Shelf {
  private static final byte FREE = 0;
  private static final byte REMEMBERED = 1;
  private static final byte CONFIRMED = 2;
  private static final int SLOTS_MIN = 16;
  private static final int PROBES_MAX = 64;

  private final int countMax;
  private long[] hosts = new long[SLOTS_MIN];
  private byte[] homes = new byte[SLOTS_MIN];
  private byte[] states = new byte[SLOTS_MIN];
  private int count;

  Shelf(int countMax) {
    this.countMax = countMax;
  }

  Optional<KnownHosts.Known> find(long host) {
    int slot = slot(host);
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      if (states[slot] == FREE) {
        return Optional.empty();
      }
      if (hosts[slot] == host) {
        return Optional.of(
            new KnownHosts.Known(Byte.toUnsignedInt(homes[slot]), states[slot] == CONFIRMED));
      }
      slot = next(slot);
    }
    return Optional.empty();
  }

  /// Keeps a host as confirmed.
  void put(long host, int home) {
    makeRoom();
    put(host, (byte) home, CONFIRMED);
  }

  /// Keeps a host that is not known as remembered.
  void remember(long host, int home) {
    if (find(host).isEmpty()) {
      makeRoom();
      put(host, (byte) home, REMEMBERED);
    }
  }

  private void makeRoom() {
    if (count >= countMax) {
      thin();
    } else if (2 * (count + 1) > hosts.length) {
      rebuild(2 * hosts.length, _ -> true);
    }
  }

  void doubt() {
    for (int slot = 0; slot < states.length; slot++) {
      if (states[slot] == CONFIRMED) {
        states[slot] = REMEMBERED;
      }
    }
  }

  void clear() {
    rebuild(SLOTS_MIN, _ -> false);
  }

  HomeRecords records() {
    long[] known = new long[count];
    byte[] at = new byte[count];
    boolean[] confirmed = new boolean[count];
    int index = 0;
    for (int slot = 0; slot < states.length; slot++) {
      if (states[slot] != FREE) {
        known[index] = hosts[slot];
        confirmed[index] = states[slot] == CONFIRMED;
        at[index++] = homes[slot];
      }
    }
    return new HomeRecords(known, at, confirmed);
  }

  int count() {
    return count;
  }

  long octets() {
    return (long) hosts.length * (Long.BYTES + 2);
  }

  private void put(long host, byte home, byte state) {
    int slot = slot(host);
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      boolean free = states[slot] == FREE;
      if (free || hosts[slot] == host) {
        count += free ? 1 : 0;
        hosts[slot] = host;
        homes[slot] = home;
        states[slot] = state;
        return;
      }
      slot = next(slot);
    }
  }

  /// Makes room: the remembered hosts go, and if there is none, every other one.
  private void thin() {
    byte[] before = states;
    int whole = count;
    rebuild(hosts.length, slot -> before[slot] == CONFIRMED);
    if (count == whole) {
      rebuild(hosts.length, slot -> slot % 2 == 0);
    }
  }

  private void rebuild(int slots, IntPredicate kept) {
    long[] oldHosts = hosts;
    byte[] oldHomes = homes;
    byte[] oldStates = states;
    hosts = new long[slots];
    homes = new byte[slots];
    states = new byte[slots];
    count = 0;
    for (int slot = 0; slot < oldHosts.length; slot++) {
      if (oldStates[slot] != FREE && kept.test(slot)) {
        put(oldHosts[slot], oldHomes[slot], oldStates[slot]);
      }
    }
  }

  private int slot(long host) {
    return (int) host & hosts.length - 1;
  }

  private int next(int slot) {
    return slot + 1 & hosts.length - 1;
  }
}
