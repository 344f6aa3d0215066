package dev.weir.wccp.diagnosis.conversation;

import dev.weir.wccp.diagnosis.Findings;
import java.util.Locale;

/// The rhythm in which one cache speaks to one address about one group (§4.1).
final class CacheTalk {
  private static final double SILENT_PERIODS = 2.5;
  private static final int UNANSWERED_MIN = 3;

  private final String who;
  private long lastMicros;
  private long shortest = Long.MAX_VALUE;
  private long longest;
  private long sum;
  private int count;
  private int unanswered;

  CacheTalk(String cache, String to, String group) {
    this.who = cache + " > " + to + " " + group;
  }

  /// A HERE_I_AM, of which `periodMicros` is the agreed TRANSMIT_T.
  void spoke(long atMicros, long periodMicros, Findings findings) {
    if (count > 0) {
      long gap = Math.max(0, atMicros - lastMicros);
      shortest = Math.min(shortest, gap);
      longest = Math.max(longest, gap);
      sum += gap;
      if (gap > SILENT_PERIODS * periodMicros) {
        findings.unusual(0, "4.1", "silent for " + seconds(gap) + " before this HERE_I_AM");
      }
    }
    lastMicros = atMicros;
    count++;
    unanswered++;
  }

  /// An I_SEE_YOU has come from there.
  void answered() {
    unanswered = 0;
  }

  /// How long ago the last HERE_I_AM was.
  String silence(long atMicros) {
    return seconds(Math.max(0, atMicros - lastMicros));
  }

  /// What remains to be said at the end.
  void end(Findings findings) {
    String rhythm =
        count < 2
            ? ""
            : ", every %s (%s to %s)"
                .formatted(seconds(sum / (count - 1)), seconds(shortest), seconds(longest));
    findings.note(0, "4.1", who + ": " + count + " HERE_I_AM" + rhythm);
    if (unanswered >= UNANSWERED_MIN) {
      findings.unusual(
          0,
          "4.4",
          who
              + ": the last "
              + unanswered
              + " HERE_I_AM had no answer; service, group-list and"
              + " password there?");
    }
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.2f s", micros / 1e6);
  }
}
