package dev.weir.node.control;

import dev.weir.node.routers.Hearing;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import dev.weir.node.telemetry.NodeMetric;
import dev.weir.node.telemetry.RateLimit;
import dev.weir.node.telemetry.Telemetry;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a node tells of its WCCP traffic. Confined to the control thread.
public final class NodeJournal implements WccpJournal {
  private static final Duration LOG_GAP = Duration.ofSeconds(10);

  private final EventLog events;
  private final Telemetry telemetry;
  private final Hearing hearing;
  private final Map<NodeEvent, RateLimit> limits = new EnumMap<>(NodeEvent.class);

  /// A journal that writes there.
  public NodeJournal(EventLog events, Telemetry telemetry, Hearing hearing) {
    this.events = events;
    this.telemetry = telemetry;
    this.hearing = hearing;
  }

  @Override
  public void received(Message message, InetAddress from, int octets) {
    telemetry.counter(NodeMetric.WCCP_RECEIVED, label(message)).increment();
    hearing.heard(from);
    switch (message) {
      case Message.ISeeYou it ->
          events.record(
              NodeEvent.I_SEE_YOU_RECEIVED,
              "router",
              from.getHostAddress(),
              "receive_id",
              it.router().receiveId(),
              "usable",
              it.view().caches().size(),
              "key",
              it.view().key().map(Object::toString).orElse("none"),
              "bytes",
              octets);
      case Message.RemovalQuery it -> asked(it, from);
      case Version1.ISeeYou it ->
          events.record(
              NodeEvent.I_SEE_YOU_RECEIVED,
              "router",
              from.getHostAddress(),
              "receive_id",
              it.receiveId(),
              "usable",
              it.caches().size(),
              "key",
              "none",
              "bytes",
              octets);
      case Message.HereIAm _, Message.RedirectAssign _ -> {}
      case Version1.HereIAm _, Version1.AssignBuckets _ -> {}
    }
  }

  @Override
  public void refused(Decoded.Rejected rejected, String from, Instant now) {
    telemetry.counter(NodeMetric.WCCP_REFUSED, Labels.of(rejected.cause())).increment();
    limited(
        NodeEvent.WCCP_REFUSED,
        now,
        "from",
        from,
        "cause",
        Labels.of(rejected.cause()),
        "offset",
        rejected.offset(),
        "detail",
        rejected.detail());
  }

  /// A message that changed nothing.
  public void ignored(IgnoredReason reason, InetAddress from, Instant now) {
    telemetry.counter(NodeMetric.WCCP_REFUSED, Labels.of(reason)).increment();
    limited(NodeEvent.WCCP_REFUSED, now, "from", from.getHostAddress(), "cause", Labels.of(reason));
  }

  @Override
  public void sent(Message message, InetAddress to, int octets) {
    telemetry.counter(NodeMetric.WCCP_SENT, label(message)).increment();
    switch (message) {
      case Message.HereIAm it -> {
        var heard = it.view().routers().stream().findFirst().map(HeardRouter::receiveId);
        announced(to, heard.orElse(ReceiveId.NONE), octets);
      }
      case Version1.HereIAm it -> announced(to, it.received(), octets);
      case Message.RedirectAssign it -> {
        var table = it.assignment();
        var heard = table.routers().stream().findFirst().map(AddressedRouter::receiveId);
        assigned(message, to, table.key(), heard.orElse(ReceiveId.NONE), table.assignment());
      }
      case Version1.AssignBuckets it ->
          assigned(message, to, "none", it.received(), it.assignment());
      case Message.ISeeYou _, Message.RemovalQuery _, Version1.ISeeYou _ -> {}
    }
  }

  @Override
  public void slept(Duration time) {
    events.record(NodeEvent.SLEPT, "ms", time.toMillis());
  }

  @Override
  public void unsent(InetAddress to, IOException why, Instant now) {
    limited(
        NodeEvent.WCCP_UNSENT,
        now,
        "router",
        to.getHostAddress(),
        "why",
        String.valueOf(why.getMessage()));
  }

  private void asked(Message.RemovalQuery query, InetAddress from) {
    events.record(
        NodeEvent.REMOVAL_QUERY_RECEIVED,
        "service",
        service(query),
        "router",
        from.getHostAddress(),
        "receive_id",
        query.query().receiveId());
  }

  private void announced(InetAddress to, ReceiveId heard, int octets) {
    events.record(
        NodeEvent.HERE_I_AM_SENT,
        "router",
        to.getHostAddress(),
        "receive_id",
        heard,
        "bytes",
        octets);
  }

  private void assigned(
      Message message, InetAddress to, Object key, ReceiveId heard, Assignment assignment) {
    events.record(
        NodeEvent.REDIRECT_ASSIGN_SENT,
        "service",
        service(message),
        "router",
        to.getHostAddress(),
        "key",
        key,
        "receive_id",
        heard,
        "caches",
        assignment.caches().size());
  }

  private static String service(Message message) {
    return message.service().group().displayName();
  }

  private static String label(Message message) {
    return message.wireName().toLowerCase(java.util.Locale.ROOT);
  }

  private void limited(NodeEvent event, Instant now, Object... fields) {
    OptionalLong unlogged = limits.computeIfAbsent(event, _ -> new RateLimit(LOG_GAP)).admit(now);
    if (unlogged.isPresent()) {
      var all = new ArrayList<>(List.of(fields));
      all.add("unlogged");
      all.add(unlogged.getAsLong());
      events.record(event, all.toArray());
    }
  }
}
