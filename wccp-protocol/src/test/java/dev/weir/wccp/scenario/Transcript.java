package dev.weir.wccp.scenario;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.cache.CacheEffect;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
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
  private final Map<String, Message> said = new HashMap<>();
  private boolean everyMessage;

  /// From now on also the HERE_I_AM and I_SEE_YOU that repeat; else only what changes.
  void show(boolean everyMessage) {
    this.everyMessage = everyMessage;
  }

  void message(Duration at, String from, String to, Message message, List<String> lost) {
    boolean repeats =
        message instanceof Message.HereIAm
            || message instanceof Message.ISeeYou
            || message instanceof Version1.HereIAm
            || message instanceof Version1.ISeeYou;
    if (everyMessage || !repeats) {
      String way = from + " -> " + to;
      boolean again = message instanceof Message.HereIAm && message.equals(said.put(way, message));
      String where = lost.contains(to) ? "  (lost)" : "  (lost for " + String.join(" ", lost) + ")";
      line(
          at,
          way
              + "  "
              + describe(message, from, to)
              + (again ? "  (same octets)" : "")
              + (lost.isEmpty() ? "" : where));
    }
  }

  void event(Duration at, String who, Object effect) {
    String words = HASH.matcher(words(effect)).replaceAll("[$1]").replace("Optional.empty", "none");
    words = words.replaceAll("Optional\\[(.*?)]", "$1");
    line(
        at,
        who
            + "  "
            + ADDRESS.matcher(words).replaceAll(match -> name(Integer.parseInt(match.group(1)))));
  }

  private static String words(Object effect) {
    return switch (effect) {
      case RouterEffect.Installed(var key, MaskAssignment table) ->
          "Installed[key=" + key + ", assignment=" + table.caches() + "]";
      case CacheEffect.InForce(var key, MaskAssignment table) ->
          "InForce[key=" + key + ", assignment=" + table.caches() + "]";
      default -> effect.toString();
    };
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

  private static String describe(Message message, String from, String to) {
    return switch (message) {
      case Message.HereIAm it -> hereIAm(it);
      case Message.ISeeYou it -> iSeeYou(it, from, to);
      case Message.RedirectAssign it -> redirectAssign(it);
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
          "v1 ASSIGN_BUCKET received-id=" + it.received() + " " + shares(it.assignment());
    };
  }

  private static String hereIAm(Message.HereIAm it) {
    return "HERE_I_AM "
        + version(it.minor())
        + (it.cache().versionRequest() ? "V " : "")
        + it.view().routers().stream()
            .map(Transcript::heard)
            .collect(Collectors.joining(" ", "heard=[", "]"))
        + (it.cache().weight() == 100 ? "" : " weight=" + it.cache().weight())
        + it.commands().map(_ -> " SHUTDOWN").orElse("");
  }

  private static String iSeeYou(Message.ISeeYou it, String from, String to) {
    return "I_SEE_YOU "
        + version(it.minor())
        + router(it.router(), from, to)
        + "receive-id="
        + it.router().receiveId()
        + " change="
        + it.view().memberChange()
        + " key="
        + it.view().key().map(Transcript::key).orElse("-")
        + " caches="
        + names(it.view().caches().stream().map(cache -> cache.address()).toList())
        + it.commands().map(_ -> " SHUTDOWN_RESPONSE").orElse("");
  }

  private static String redirectAssign(Message.RedirectAssign it) {
    var table = it.assignment();
    return "REDIRECT_ASSIGN "
        + version(it.minor())
        + "key="
        + key(table.key())
        + " "
        + shares(table.assignment())
        + Tables.alternates(table.assignment())
        + addressed(table.routers());
  }

  private static String version(int minor) {
    return minor == 0 ? "" : "2.0" + minor + " ";
  }

  /// What a router says of itself and of what it answers, where that does not go without saying.
  private static String router(Component.RouterIdentity it, String from, String to) {
    String id = named(it.router());
    String sentTo = named(it.sentTo());
    return (id.equals(from) ? "" : "id=" + id + " ")
        + (sentTo.equals(from) || sentTo.equals(to) ? "" : "sent-to=" + sentTo + " ")
        + (to.equals("*") ? "for=" + names(it.receivedFrom()) + " " : "");
  }

  /// The routers that a table is for, where that is more than the one it goes to.
  private static String addressed(List<AddressedRouter> routers) {
    return routers.size() == 1
        ? ""
        : routers.stream()
            .map(it -> named(it.router()) + ":" + it.receiveId())
            .collect(Collectors.joining(" ", " for=[", "]"));
  }

  private static String heard(HeardRouter router) {
    return named(router.router()) + ":" + router.receiveId();
  }

  private static String key(AssignmentKey key) {
    return named(key.designated()) + "/" + key.number();
  }

  private static String shares(Assignment table) {
    return table.shares().entrySet().stream()
        .map(Transcript::share)
        .collect(Collectors.joining(" "));
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
