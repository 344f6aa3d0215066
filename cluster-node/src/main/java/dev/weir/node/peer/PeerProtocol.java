package dev.weir.node.peer;

import java.util.Optional;

/// The first words of every request and of every answer between nodes.
///
/// A request says `Weir-Peer: 2 17`: version 2 of the protocol, epoch 17. An answer says
/// `Weir-Peer: 2 carried 17`. A node speaks its own version and the one before. Asked in a later
/// one it says so, and is asked again in its own.
public final class PeerProtocol {
  /// The version this build speaks.
  public static final int VERSION = 2;

  /// The earliest that it understands.
  public static final int VERSION_LEAST = VERSION - 1;

  /// The field that both directions begin with.
  public static final String MARK = "Weir-Peer";

  /// Where the client of a relayed request wanted to go, such as `192.0.2.1:80`.
  public static final String DESTINATION = "Weir-Destination";

  /// Marks a relayed request by which the present owner takes over.
  public static final String HAND_OVER = "Weir-Hand-Over";

  /// The longest body of a question or of its answer.
  public static final int BODY_BYTES_MAX = 65_536;

  private static final long EPOCH_MAX = 0xffff_ffffL;
  private static final int VERSION_MAX = 255;

  private PeerProtocol() {}

  /// What a request goes by.
  ///
  /// @param epoch unsigned 32 bits, or [Fence#NONE]
  public record Going(int version, long epoch) {
    /// Reads the value of a request's mark; empty when it is none.
    public static Optional<Going> parse(String text) {
      String[] words = text.split(" ", -1);
      if (words.length != 2) {
        return Optional.empty();
      }
      long version = number(words[0], VERSION_MAX);
      long epoch = number(words[1], EPOCH_MAX);
      return version < 1 || epoch < 0
          ? Optional.empty()
          : Optional.of(new Going((int) version, epoch));
    }

    /// The value of the mark.
    public String text() {
      return version + " " + epoch;
    }
  }

  /// What an answer is.
  public enum Verdict {
    /// That of the request.
    CARRIED,
    /// A sign of life: the request is being carried out.
    ALIVE,
    /// None: what was to be handed over is not there.
    ABSENT,
    /// None: the request goes by another epoch than we do.
    EPOCH,
    /// None: the request goes by a version that we do not know.
    VERSION,
    /// None: the request is refused.
    REFUSED;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);
  }

  /// What an answer says of itself and of who gives it.
  public record Answering(int version, Verdict verdict, long epoch) {
    /// Reads the value of an answer's mark; empty when it is none.
    public static Optional<Answering> parse(String text) {
      String[] words = text.split(" ", -1);
      if (words.length != 3) {
        return Optional.empty();
      }
      long version = number(words[0], VERSION_MAX);
      long epoch = number(words[2], EPOCH_MAX);
      for (Verdict verdict : Verdict.values()) {
        if (verdict.word.equals(words[1]) && version >= 1 && epoch >= 0) {
          return Optional.of(new Answering((int) version, verdict, epoch));
        }
      }
      return Optional.empty();
    }

    /// The value of the mark.
    public String text() {
      return version + " " + verdict.word + " " + epoch;
    }
  }

  /// A decimal number without sign or leading zeros, up to `most`; -1 when it is none.
  private static long number(String text, long most) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= 10
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    long number = digits ? Long.parseLong(text) : -1;
    return number > most ? -1 : number;
  }
}
