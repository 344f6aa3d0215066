package dev.weir.node.peer;

import java.util.Locale;

/// Why a request of another node is not carried out.
public enum PeerDrop {
  /// It is no HTTP that we understand.
  UNDECODED(400),
  /// It does not say which version and epoch it goes by.
  UNMARKED(400),
  /// It goes by a version of the protocol that we do not know.
  VERSION(505),
  /// It asks for something that is not in its version, or in none.
  UNKNOWN(404),
  /// It says no destination, or one that is none.
  DESTINATION(400),
  /// Its body is longer than [PeerProtocol#BODY_BYTES_MAX], or of no known length.
  TOO_LONG(413),
  /// Its body is not what it should be.
  BODY(400),
  /// Nobody here answers that.
  UNANSWERED(503);

  private final int status;

  PeerDrop(int status) {
    this.status = status;
  }

  /// The status of the answer.
  public int status() {
    return status;
  }

  /// The label value of the counter.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
