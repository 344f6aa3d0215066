package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What happened in a [World], line by line, in the words of a network engineer.
final class Transcript {
  private static final Pattern ADDRESS = Pattern.compile("/?192\\.0\\.2\\.(\\d+)");
  private static final Pattern HASH =
      Pattern.compile("HashAssignment\\[caches=\\[(.*?)], table=.*?]");

  private final StringBuilder text = new StringBuilder();
  private final boolean everyMessage;

  /// With `everyMessage` also the HERE_I_AM and I_SEE_YOU that repeat; else only what changes.
  Transcript(boolean everyMessage) {
    this.everyMessage = everyMessage;
  }

  void message(Duration at, String from, String to, Message message, boolean lost) {
    boolean repeats =
        message instanceof Message.HereIAm
            || message instanceof Message.ISeeYou
            || message instanceof Version1.HereIAm
            || message instanceof Version1.ISeeYou;
    if (everyMessage || !repeats) {
      line(at, from + " -> " + to + "  " + describe(message) + (lost ? "  (lost)" : ""));
    }
  }

  void event(Duration at, String who, String what) {
    String words = HASH.matcher(what).replaceAll("[$1]").replace("Optional.empty", "none");
    words = words.replaceAll("Optional\\[(.*?)]", "$1");
    line(
        at,
        who
            + "  "
            + ADDRESS.matcher(words).replaceAll(match -> name(Integer.parseInt(match.group(1)))));
  }

  /// Follows a change of members as a rule, so it is only worth a line among all messages.
  void reported(Duration at, String router, List<InetAddress> routers, int memberChange) {
    if (everyMessage) {
      line(at, router + "  RoutersReported" + names(routers) + " change=" + memberChange);
    }
  }

  void note(String text) {
    this.text.append(' ').append(text.replace("\n", "\n ")).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void line(Duration at, String what) {
    text.append(String.format(Locale.ROOT, "%7.3f %s%n", at.toMillis() / 1000.0, what));
  }

  private static String iSeeYou(Message.ISeeYou it) {
    return "I_SEE_YOU receive-id="
        + it.router().receiveId()
        + " change="
        + it.view().memberChange()
        + " key="
        + it.view().key().map(key -> named(key.designated()) + "/" + key.number()).orElse("-")
        + " caches="
        + names(it.view().caches().stream().map(cache -> cache.address()).toList())
        + it.commands().map(_ -> " SHUTDOWN_RESPONSE").orElse("");
  }

  private static String describe(Message message) {
    return switch (message) {
      case Message.HereIAm it ->
          "HERE_I_AM "
              + it.view().routers().stream()
                  .map(Transcript::heard)
                  .collect(Collectors.joining(" ", "heard=[", "]"))
              + it.commands().map(_ -> " SHUTDOWN").orElse("");
      case Message.ISeeYou it -> iSeeYou(it);
      case Message.RedirectAssign it ->
          "REDIRECT_ASSIGN key="
              + named(it.assignment().key().designated())
              + "/"
              + it.assignment().key().number()
              + " "
              + it.assignment().assignment().shares().entrySet().stream()
                  .map(Transcript::share)
                  .collect(Collectors.joining(" "));
      case Message.RemovalQuery it -> "REMOVAL_QUERY receive-id=" + it.query().receiveId();
      case Version1.HereIAm it -> "v1 HERE_I_AM received-id=" + it.received();
      case Version1.ISeeYou it ->
          "v1 I_SEE_YOU received-id="
              + it.receiveId()
              + " change="
              + it.change()
              + " caches="
              + it.caches().stream()
                  .map(entry -> named(entry.cache()) + "=" + entry.buckets().size())
                  .toList();
      case Version1.AssignBuckets it ->
          "v1 ASSIGN_BUCKET received-id="
              + it.received()
              + " "
              + it.assignment().shares().entrySet().stream()
                  .map(Transcript::share)
                  .collect(Collectors.joining(" "));
    };
  }

  private static String heard(HeardRouter router) {
    return named(router.router()) + ":" + router.receiveId();
  }

  private static String share(Map.Entry<InetAddress, BucketSet> share) {
    return named(share.getKey()) + "=" + share.getValue().size();
  }

  private static List<String> names(List<InetAddress> addresses) {
    return addresses.stream().map(Transcript::named).toList();
  }

  private static String named(InetAddress address) {
    return World.name(address);
  }

  private static String name(int last) {
    return last > 10 ? "c" + (last - 10) : "r" + last;
  }
}
