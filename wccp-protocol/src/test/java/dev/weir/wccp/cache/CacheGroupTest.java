package dev.weir.wccp.cache;

import static dev.weir.wccp.codec.Vectors.message;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.cache.CacheEffect.Ignored;
import dev.weir.wccp.cache.CacheEffect.IgnoredReason;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// We are 192.0.2.11 and know one router, 192.0.2.1: the parties of the recorded messages.
final class CacheGroupTest {
  private static final InetAddress US = address("192.0.2.11");
  private static final InetAddress ROUTER = address("192.0.2.1");
  private static final InetAddress STRANGER = address("192.0.2.66");
  private static final Message FIRST_ANSWER = message("05-v2-isy-first");

  private Instant now = Instant.EPOCH;
  private final CacheGroup group =
      new CacheGroup(
          CacheSettings.plain(
              ServiceGroup.WEB_CACHE.standardService(), US, 100, List.of(ROUTER), ofSeconds(10), 1),
          now);

  @Test
  @DisplayName("§4.2 our first HERE_I_AM is vector 04, to the octet")
  void first() {
    assertThat(join()).containsExactly(message("04-v2-hia-first"));
  }

  @Test
  @DisplayName("§4.2 the first answer is answered at once, with its receive id and our choice")
  void second() {
    join();

    var sent = receive(FIRST_ANSWER);

    assertThat(sent).hasSize(1);
    var hello = (Message.HereIAm) sent.getFirst();
    assertThat(hello.view().routers())
        .containsExactly(new Component.CacheView.HeardRouter(ROUTER, new ReceiveId(1)));
    assertThat(hello.capabilities()).isPresent();
  }

  @Test
  @DisplayName("§4.2 a queried cache answers with 3 HERE_I_AM, each 0.1 x TRANSMIT_T apart")
  void answersRemovalQuery() {
    met();

    assertThat(receive(query(US))).hasSize(1);
    assertThat(after(ofMillis(999))).isEmpty();
    assertThat(after(ofMillis(1))).hasSize(1);
    assertThat(after(ofSeconds(1))).hasSize(1);
    assertThat(after(ofMillis(9_999))).isEmpty();
    assertThat(after(ofMillis(1))).hasSize(1);
  }

  @Test
  @DisplayName("§4.2 a second query within T/2, and one for another cache, get no answer")
  void queryFlood() {
    met();
    receive(query(US));

    assertThat(ignored(query(US), ROUTER)).isEqualTo(IgnoredReason.QUERY_TOO_SOON);
    assertThat(ignored(query(STRANGER), ROUTER)).isEqualTo(IgnoredReason.NOT_ADDRESSED);
  }

  @Test
  @DisplayName("§4.2 an I_SEE_YOU of a stranger, for another, or unasked changes nothing")
  void refused() {
    join();
    var seen = (Message.ISeeYou) FIRST_ANSWER;
    var router = seen.router();
    var before = group.snapshot();

    assertThat(ignored(with(seen, STRANGER, STRANGER, US), STRANGER))
        .isEqualTo(IgnoredReason.UNKNOWN_ROUTER);
    assertThat(ignored(with(seen, ROUTER, router.sentTo(), STRANGER), ROUTER))
        .isEqualTo(IgnoredReason.NOT_ADDRESSED);
    assertThat(ignored(with(seen, ROUTER, STRANGER, US), ROUTER)).isEqualTo(IgnoredReason.SENT_TO);
    assertThat(ignored(message("04-v2-hia-first"), ROUTER))
        .isEqualTo(IgnoredReason.WRONG_DIRECTION);
    assertThat(group.snapshot()).isEqualTo(before);

    receive(seen);
    receive(seen);
    assertThat(ignored(seen, ROUTER)).isEqualTo(IgnoredReason.UNSOLICITED);
    assertThat(ignored(with(seen, STRANGER, router.sentTo(), US), STRANGER))
        .isEqualTo(IgnoredReason.UNKNOWN_ROUTER);
  }

  @Test
  @DisplayName("§11 an answer to our message is believed from an address and id never heard of")
  void unknownButAnswering() {
    join();
    var seen = (Message.ISeeYou) FIRST_ANSWER;

    assertThat(
            group.on(
                new CacheEvent.Received(with(seen, STRANGER, seen.router().sentTo(), US), STRANGER),
                now))
        .noneMatch(Ignored.class::isInstance);
    assertThat(group.snapshot().routers().getFirst().id()).contains(STRANGER);
  }

  @Test
  @DisplayName("§4.2 the router may answer from another address when its id is known")
  void otherSource() {
    join();

    assertThat(group.on(new CacheEvent.Received(FIRST_ANSWER, STRANGER), now))
        .noneMatch(Ignored.class::isInstance);
  }

  @Test
  @DisplayName("§4.1 a router that is silent for 3 x T is forgotten, and called again")
  void silence() {
    met();
    after(ofMillis(29_998));
    assertThat(group.snapshot().routers().getFirst().state()).isEqualTo("seen");

    after(ofMillis(2));

    assertThat(group.snapshot().routers().getFirst().state()).isEqualTo("calling");
    assertThat(after(ofSeconds(10))).hasSize(1);
  }

  @Test
  @DisplayName("§4.2 nothing is said before the node can serve")
  void gated() {
    assertThat(group.on(new CacheEvent.DeadlinePassed(), now)).isEmpty();
    assertThat(group.nextDeadline()).isEqualTo(Instant.MAX);
  }

  @Test
  @DisplayName("§4.3 a router that lists a cache twice gives it one share, not two")
  void listedTwice() {
    join();
    var seen = (Message.ISeeYou) FIRST_ANSWER;
    var us = CacheIdentity.hash(US, true, BucketSet.EMPTY, 100, 0);
    var twice = listing(seen, List.of(us, us));

    receive(twice);
    receive(twice);
    after(ofSeconds(10));
    receive(twice);

    assertThat(after(ofMillis(9_999)))
        .filteredOn(Message.RedirectAssign.class::isInstance)
        .first()
        .satisfies(it ->
            assertThat(((Message.RedirectAssign) it).assignment().assignment().caches())
                .containsExactly(US));
  }

  @Test
  @DisplayName("§4.2 a query in another router's name changes nothing, wherever it comes from")
  void queryOfAnother() {
    met();
    var other =
        new Component.Query(InetAddress.ofLiteral("192.0.2.3"), new ReceiveId(7), ROUTER, US);

    assertThat(
            ignored(
                new Message.RemovalQuery(
                    0, ServiceGroup.WEB_CACHE.standardService(), other, List.of()),
                ROUTER))
        .isEqualTo(IgnoredReason.UNKNOWN_ROUTER);
  }

  private List<Message> join() {
    return sent(group.on(new CacheEvent.Join(), now));
  }

  private void met() {
    join();
    receive(FIRST_ANSWER);
  }

  private List<Message> receive(Message message) {
    return sent(group.on(new CacheEvent.Received(message, ROUTER), now));
  }

  /// What is sent from now until so much later; time goes from deadline to deadline.
  private List<Message> after(Duration time) {
    var end = now.plus(time);
    var sent = new java.util.ArrayList<Message>();
    while (!group.nextDeadline().isAfter(end)) {
      now = group.nextDeadline();
      sent.addAll(sent(group.on(new CacheEvent.DeadlinePassed(), now)));
    }
    now = end;
    return sent;
  }

  private IgnoredReason ignored(Message message, InetAddress from) {
    return group.on(new CacheEvent.Received(message, from), now).stream()
        .filter(Ignored.class::isInstance)
        .map(effect -> ((Ignored) effect).reason())
        .findFirst()
        .orElseThrow();
  }

  private static List<Message> sent(List<CacheEffect> effects) {
    return effects.stream()
        .filter(CacheEffect.Send.class::isInstance)
        .map(effect -> ((CacheEffect.Send) effect).message())
        .toList();
  }

  private static Message query(InetAddress target) {
    return new Message.RemovalQuery(
        0,
        ServiceGroup.WEB_CACHE.standardService(),
        new Component.Query(ROUTER, new ReceiveId(7), ROUTER, target),
        List.of());
  }

  private static Message.ISeeYou listing(Message.ISeeYou seen, List<CacheIdentity> caches) {
    return new Message.ISeeYou(
        0,
        seen.service(),
        seen.router(),
        new Component.RouterView(2, Optional.empty(), List.of(), caches),
        Optional.empty(),
        seen.capabilities(),
        seen.commands(),
        seen.unknown());
  }

  private static Message.ISeeYou with(
      Message.ISeeYou seen, InetAddress id, InetAddress sentTo, InetAddress receivedFrom) {
    return new Message.ISeeYou(
        0,
        seen.service(),
        new Component.RouterIdentity(id, seen.router().receiveId(), sentTo, List.of(receivedFrom)),
        seen.view(),
        Optional.empty(),
        seen.capabilities(),
        seen.commands(),
        seen.unknown());
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
