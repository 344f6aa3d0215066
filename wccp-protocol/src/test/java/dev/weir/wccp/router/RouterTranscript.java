package dev.weir.wccp.router;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Share;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What happened between a router and its caches, line by line, in the words of a network engineer.
final class RouterTranscript {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> told = new HashMap<>();
  private final boolean lengths;

  /// With `lengths` each message shows how many octets follow its header.
  RouterTranscript(boolean lengths) {
    this.lengths = lengths;
  }

  void message(Duration at, InetAddress from, InetAddress to, Message message, int length) {
    String way = name(from) + " -> " + name(to);
    String all = terms(message);
    boolean repeated = all.isEmpty() || all.equals(told.put(way, all));
    line(
        at,
        way + "  " + words(message) + (repeated ? "" : all) + (lengths ? " (" + length + ")" : ""));
  }

  /// Capabilities and description, which need not be read again while they stay.
  private static String terms(Message message) {
    return switch (message) {
      case Message.HereIAm it ->
          it.capabilities().map(RouterTranscript::words).orElse("") + described(it.service());
      case Message.ISeeYou it ->
          it.capabilities().map(RouterTranscript::words).orElse("") + described(it.service());
      default -> "";
    };
  }

  void effect(Duration at, RouterEffect effect) {
    line(at, "r1  " + words(effect));
  }

  void note(String note) {
    text.append(' ').append(note.replace("\n", "\n ")).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /// The state as an operator is shown it.
  static String state(RouterSnapshot state) {
    return "r1: change="
        + state.memberChange()
        + " key="
        + key(state.key())
        + " routers="
        + names(state.routers())
        + " table="
        + words(state.assignment())
        + state.caches().stream()
            .map(it ->
                "\n  "
                    + name(it.address())
                    + (it.usable()
                        ? " usable since " + it.connectedSince().get().getEpochSecond() + " s"
                        : " seen")
                    + (it.unechoed() > 0 ? ", " + it.unechoed() + " not echoed" : ""))
            .collect(Collectors.joining());
  }

  private void line(Duration at, String what) {
    text.append(String.format(Locale.ROOT, "%7.3f %s%n", at.toMillis() / 1000.0, what));
  }

  private static String iSeeYou(Message.ISeeYou it) {
    return "I_SEE_YOU"
        + (it.minor() > 0 ? " 2.0" + it.minor() : "")
        + " id="
        + it.router().receiveId()
        + (it.router().receivedFrom().size() > 1 ? " for " + names(it.router().receivedFrom()) : "")
        + " change="
        + it.view().memberChange()
        + " key="
        + it.view().key().map(key -> name(key.designated()) + "/" + key.number()).orElse("-")
        + " routers="
        + names(it.view().routers())
        + " caches="
        + it.view().caches().stream().map(RouterTranscript::words).toList()
        + it.map().map(map -> " map=" + words(map.assignment()) + " " + map.form()).orElse("")
        + it.commands().map(RouterTranscript::words).orElse("");
  }

  private static String words(Message message) {
    return switch (message) {
      case Message.HereIAm it ->
          "HERE_I_AM"
              + (it.minor() > 0 ? " 2.0" + it.minor() : "")
              + (it.cache().versionRequest() ? " V" : "")
              + it.view().routers().stream()
                  .map(heard -> name(heard.router()) + ":" + heard.receiveId())
                  .collect(Collectors.joining(" ", " heard=[", "]"))
              + it.commands().map(RouterTranscript::words).orElse("");
      case Message.ISeeYou it -> iSeeYou(it);
      case Message.RedirectAssign it ->
          "REDIRECT_ASSIGN key="
              + name(it.assignment().key().designated())
              + "/"
              + it.assignment().key().number()
              + it.assignment().routers().stream()
                  .map(to ->
                      name(to.router()) + ":" + to.receiveId() + " change=" + to.memberChange())
                  .collect(Collectors.joining(" ", " to [", "] "))
              + words(it.assignment().assignment());
      case Message.RemovalQuery it ->
          "REMOVAL_QUERY id=" + it.query().receiveId() + " target=" + name(it.query().target());
      default -> message.wireName();
    };
  }

  private static String words(RouterEffect effect) {
    return switch (effect) {
      case RouterEffect.Send(var message, _) -> words(message);
      case RouterEffect.CacheUsable(var cache, int change) ->
          name(cache) + " is usable, change=" + change;
      case RouterEffect.CacheLost(var cache, var cause, int change) ->
          name(cache) + " is lost (" + cause + "), change=" + change;
      case RouterEffect.RoutersReported(var routers, int change) ->
          "caches report the routers " + names(routers) + ", change=" + change;
      case RouterEffect.Described(var service) -> "the service is" + described(service);
      case RouterEffect.Undescribed(var service) -> "the service is no longer" + described(service);
      case RouterEffect.Installed(var key, var table) ->
          "installed " + key(key) + " " + words(table);
      case RouterEffect.Flushed(var key) -> "flushed " + key(key);
      case RouterEffect.Ignored(var reason, var from) ->
          "ignored from " + name(from) + ": " + reason;
    };
  }

  private static String words(CacheIdentity cache) {
    return name(cache.address()) + (cache.historical() ? " U " : " ") + words(cache.share());
  }

  private static String words(Share share) {
    return switch (share) {
      case Share.Hash it -> it.buckets().size() + " buckets";
      case Share.Mask it ->
          it.sets().isEmpty()
              ? "mask"
              : "mask with "
                  + it.sets().stream().mapToInt(set -> set.values().size()).sum()
                  + " values";
      case Share.AlternateMask _ -> "compact mask";
      case Share.WeightOnly _ -> "weight";
      case Share.None _ -> "no-assignment";
      case Share.Extended(Share inner) -> "extended " + words(inner);
    };
  }

  private static String words(Assignment table) {
    return table.shares().entrySet().stream()
        .map(it -> name(it.getKey()) + "=" + it.getValue().size())
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static String words(Component.Capabilities capabilities) {
    return capabilities.elements().stream()
        .map(it ->
            switch (it) {
              case Capability.Forwarding(int bits) -> "forward=" + bits;
              case Capability.AssignmentMethod(int bits) -> "assign=" + bits;
              case Capability.PacketReturn(int bits) -> "return=" + bits;
              case Capability.TransmitInterval(int upper, int lower) ->
                  "ms=" + lower + (upper == 0 ? "" : ".." + upper);
              case Capability.TimerScale _ -> "scales";
              case Capability.Other other -> "type " + other.type();
            })
        .collect(Collectors.joining(" ", " {", "}"));
  }

  private static String words(Component.Commands commands) {
    return commands.commands().stream()
        .map(it -> (it.type() == 1 ? " SHUTDOWN " : " SHUTDOWN_RESPONSE ") + name(it.cache()))
        .collect(Collectors.joining());
  }

  private static String described(Component.Service service) {
    return service.ports().isEmpty()
        ? ""
        : " ports " + service.ports() + " priority " + service.priority();
  }

  private static Collection<String> names(Collection<InetAddress> addresses) {
    return addresses.stream().map(RouterTranscript::name).toList();
  }

  private static String key(Optional<AssignmentKey> key) {
    return key.map(it -> name(it.designated()) + "/" + it.number()).orElse("-");
  }

  private static String name(InetAddress address) {
    return RouterWords.name(address);
  }
}
