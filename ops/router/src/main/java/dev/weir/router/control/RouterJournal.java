package dev.weir.router.control;

import dev.weir.node.control.Labels;
import dev.weir.node.control.WccpJournal;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.router.show.Greeting;
import dev.weir.router.show.WccpDebug;
import dev.weir.router.telemetry.RouterEvent;
import dev.weir.router.telemetry.RouterMetric;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.router.RouterEffect;
import dev.weir.wccp.router.RouterEffect.IgnoredReason;
import dev.weir.wccp.router.RouterSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Tells the event log and the metrics what went over the WCCP port.
///
/// Written by the control thread; [#authenticationFailures] may be read by any.
public final class RouterJournal implements WccpJournal {
  private static final List<String> TYPES =
      List.of("HERE_I_AM", "I_SEE_YOU", "REDIRECT_ASSIGN", "REMOVAL_QUERY", "ASSIGN_BUCKET");

  private static final Duration LOG_GAP = Duration.ofSeconds(10);

  /// What an event says of what a message does not have.
  private static final String NONE = "none";

  private final InetAddress router;
  private final WccpDebug debug;
  private final Consumer<String> debugLines;
  private final EventLog events;
  private final Telemetry telemetry;
  private final Map<ServiceGroup, Long> authenticationFailures = new ConcurrentHashMap<>();
  private final Map<RouterEvent, RateLimit> limits = new EnumMap<>(RouterEvent.class);

  /// A journal of the router with this id, that tells no debug lines.
  public RouterJournal(InetAddress router, EventLog events, Telemetry telemetry) {
    this(router, events, telemetry, new WccpDebug(Set.of()), _ -> {});
  }

  /// A journal that also tells debug lines.
  public RouterJournal(
      InetAddress router,
      EventLog events,
      Telemetry telemetry,
      WccpDebug debug,
      Consumer<String> debugLines) {
    this.router = router;
    this.debug = debug;
    this.debugLines = debugLines;
    this.events = events;
    this.telemetry = telemetry;
    for (String type : TYPES) { // so that they are exported before the first message
      telemetry.counter(RouterMetric.MESSAGES_RECEIVED, type);
      telemetry.counter(RouterMetric.MESSAGES_SENT, type);
    }
    for (Decoded.Cause cause : Decoded.Cause.values()) {
      telemetry.counter(RouterMetric.MESSAGES_REFUSED, Labels.of(cause));
    }
    for (IgnoredReason reason : IgnoredReason.values()) {
      telemetry.counter(RouterMetric.MESSAGES_REFUSED, Labels.of(reason));
    }
  }

  /// A message that was decoded and authenticated; the machine has not seen it yet.
  @Override
  public void received(Message message, InetAddress from, int octets) {
    telemetry.counter(RouterMetric.MESSAGES_RECEIVED, message.wireName()).increment();
    switch (message) {
      case Message.HereIAm it -> called(it.cache().address(), heard(it), octets);
      case Message.RedirectAssign it -> assigned(it, from);
      case Version1.HereIAm it -> called(from, it.received(), octets);
      case Version1.AssignBuckets it -> assigned(it, from, NONE, it.received(), NONE);
      case Message.ISeeYou _, Message.RemovalQuery _, Version1.ISeeYou _ -> {}
    }
  }

  /// A message that has left.
  @Override
  public void sent(Message message, InetAddress to, int octets) {
    telemetry.counter(RouterMetric.MESSAGES_SENT, message.wireName()).increment();
    switch (message) {
      case Message.ISeeYou it ->
          answered(
              to,
              it.router().receiveId(),
              it.view().memberChange(),
              it.view().key().map(AssignmentKey::toString).orElse(NONE),
              octets);
      case Message.RemovalQuery it -> asked(it);
      case Version1.ISeeYou it -> answered(to, it.receiveId(), it.change(), NONE, octets);
      case Message.HereIAm _, Message.RedirectAssign _ -> {}
      case Version1.HereIAm _, Version1.AssignBuckets _ -> {}
    }
  }

  /// A datagram that was no message for us.
  @Override
  public void refused(Decoded.Rejected rejected, String from, Instant now) {
    telemetry.counter(RouterMetric.MESSAGES_REFUSED, Labels.of(rejected.cause())).increment();
    boolean authentication =
        rejected.cause() == Decoded.Cause.DIGEST
            || rejected.cause() == Decoded.Cause.SECURITY_OPTION;
    rejected.group().ifPresent(group -> authenticationFailures.merge(group, 1L, Long::sum));
    limited(
        authentication ? RouterEvent.AUTHENTICATION_FAILED : RouterEvent.MESSAGE_REFUSED,
        now,
        "from",
        from,
        "cause",
        Labels.of(rejected.cause()),
        "detail",
        rejected.detail());
  }

  /// A HERE_I_AM that its group is about to see.
  void greeted(ServiceGroup group, Greeting greeting, InetAddress from) {
    debug.received(group, greeting, from).forEach(debugLines);
  }

  /// What a group has done.
  void did(List<RouterEffect> effects, RouterSnapshot after, int routers) {
    debug.effects(effects, after, routers).forEach(debugLines);
  }

  /// A message that changed nothing.
  void ignored(IgnoredReason reason, InetAddress from, Instant now) {
    telemetry.counter(RouterMetric.MESSAGES_REFUSED, Labels.of(reason)).increment();
    limited(
        reason == IgnoredReason.DENIED_TO_GROUP
            ? RouterEvent.GROUP_LIST_REFUSED
            : RouterEvent.MESSAGE_REFUSED,
        now,
        "from",
        from.getHostAddress(),
        "cause",
        Labels.of(reason),
        "detail",
        "-");
  }

  /// A message that the kernel would not send.
  @Override
  public void unsent(InetAddress to, IOException why, Instant now) {
    limited(
        RouterEvent.SEND_FAILED,
        now,
        "cache",
        to.getHostAddress(),
        "why",
        String.valueOf(why.getMessage()));
  }

  /// How many messages of this group failed the check of their Security component.
  public long authenticationFailures(ServiceGroup group) {
    return authenticationFailures.getOrDefault(group, 0L);
  }

  private void called(InetAddress cache, ReceiveId received, int octets) {
    events.record(
        RouterEvent.HERE_I_AM_RECEIVED,
        "cache",
        cache.getHostAddress(),
        "receive_id",
        received,
        "bytes",
        octets);
  }

  private void answered(InetAddress to, ReceiveId sent, int change, String key, int octets) {
    events.record(
        RouterEvent.I_SEE_YOU_SENT,
        "cache",
        to.getHostAddress(),
        "receive_id",
        sent,
        "change_number",
        Integer.toUnsignedString(change),
        "key",
        key,
        "bytes",
        octets);
  }

  private void asked(Message.RemovalQuery query) {
    events.record(
        RouterEvent.REMOVAL_QUERY_SENT,
        "service",
        service(query),
        "cache",
        query.query().target().getHostAddress(),
        "receive_id",
        query.query().receiveId());
  }

  private void assigned(Message.RedirectAssign message, InetAddress from) {
    var forUs =
        message.assignment().routers().stream()
            .filter(addressed -> addressed.router().equals(router))
            .findFirst();
    assigned(
        message,
        from,
        message.assignment().key().toString(),
        forUs.map(Component.AssignmentInfo.AddressedRouter::receiveId).orElse(ReceiveId.NONE),
        forUs.map(it -> Integer.toUnsignedString(it.memberChange())).orElse(NONE));
  }

  private void assigned(
      Message message, InetAddress from, String key, ReceiveId received, String change) {
    events.record(
        RouterEvent.REDIRECT_ASSIGN_RECEIVED,
        "service",
        service(message),
        "cache",
        from.getHostAddress(),
        "key",
        key,
        "receive_id",
        received,
        "change_number",
        change);
  }

  private static String service(Message message) {
    return message.service().group().displayName();
  }

  private ReceiveId heard(Message.HereIAm message) {
    return message.view().routers().stream()
        .filter(heard -> heard.router().equals(router))
        .findFirst()
        .map(Component.CacheView.HeardRouter::receiveId)
        .orElse(ReceiveId.NONE);
  }

  private void limited(RouterEvent event, Instant now, Object... fields) {
    OptionalLong unlogged = limits.computeIfAbsent(event, _ -> new RateLimit(LOG_GAP)).admit(now);
    if (unlogged.isPresent()) {
      var all = new ArrayList<>(List.of(fields));
      all.add("unlogged");
      all.add(unlogged.getAsLong());
      events.record(event, all.toArray());
    }
  }
}
