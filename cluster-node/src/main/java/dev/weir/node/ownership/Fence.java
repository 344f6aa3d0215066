package dev.weir.node.ownership;

/// What becomes of a request from another node, by the epochs that the two of them go by.
public enum Fence {
  /// Both go by the same epoch, or one of them by none.
  PASS,
  /// The sender lags behind: 421 with our epoch. It catches up and asks once more.
  SENDER_BEHIND,
  /// We lag behind: we catch up before we answer.
  RECEIVER_BEHIND;

  /// No epoch yet.
  public static final long NONE = 0;

  /// Compares two epoch numbers, unsigned 32 bits each.
  public static Fence between(long senders, long receivers) {
    if (senders == receivers || senders == NONE || receivers == NONE) {
      return PASS;
    }
    return senders < receivers ? SENDER_BEHIND : RECEIVER_BEHIND;
  }
}
