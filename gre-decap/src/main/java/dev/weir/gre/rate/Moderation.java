package dev.weir.gre.rate;

/// How a draining thread waits when no packet is there: interrupt moderation, as network cards do.
///
/// To be woken for the very next packet is quickest, and right while packets are few. When they
/// come in quick succession it would cost a wake-up for every second or third of them, about as
/// much as all the rest of their way; then the thread rests for [#REST_NANOS] and finds many at
/// once.
///
/// Confined to the draining thread.
public final class Moderation {
  /// How long to rest, in nanoseconds; the kernel may add its timer slack of as much again.
  public static final long REST_NANOS = 100_000;

  /// So many packets since the last wait are a quick succession: over 100,000 a second.
  public static final int QUICK_PACKETS = 16;

  private int taken;

  /// Packets were taken.
  public void took(int packets) {
    taken += packets;
  }

  /// Nothing is there: whether to rest, after which this is asked anew, or else to wait for the
  /// next packet.
  public boolean rests() {
    boolean quick = taken >= QUICK_PACKETS;
    taken = 0;
    return quick;
  }
}
