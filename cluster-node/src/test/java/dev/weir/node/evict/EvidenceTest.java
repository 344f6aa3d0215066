package dev.weir.node.evict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.grid.GridMember;
import dev.weir.node.grid.GridState;
import dev.weir.node.grid.GridView;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.cache.CacheSnapshot;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Agreement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who is dead, by the grid and by a question")
final class EvidenceTest {
  private static final Inet4Address US = Inet4Address.ofLiteral("192.0.2.11");
  private static final Inet4Address A = Inet4Address.ofLiteral("192.0.2.12");
  private static final Inet4Address B = Inet4Address.ofLiteral("192.0.2.13");

  private Evidence evidence = new Evidence(US, true);
  private final Map<Inet4Address, UUID> processes = new HashMap<>();
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void three() {
    threeThatAnswer();
  }

  private void threeThatAnswer() {
    routers(1, US, A, B);
    grid(US, A, B);
    assertThat(evidence.questions(now)).containsExactlyInAnyOrder(A, B);
    answer(A, Answer.ACCEPTED);
    answer(B, Answer.ACCEPTED);
  }

  @Test
  @DisplayName("gone from the grid and refused: dead, and told a tenth of a second later")
  void refused() {
    grid(US, B);
    assertThat(evidence.questions(now)).containsExactly(A);
    answer(A, Answer.REFUSED);
    assertThat(evidence.dead()).containsExactly(A);
    assertThat(evidence.toTell(now)).isEmpty();
    now = now.plusMillis(100);
    assertThat(evidence.nextDeadline()).isEqualTo(now);
    assertThat(evidence.toTell(now)).contains(Set.of(A));
    assertThat(evidence.toTell(now)).isEmpty();
    assertThat(notices()).containsExactly(Notice.Kind.DEAD_REFUSED);
  }

  @Test
  @DisplayName("neither evidence counts alone: who is in the grid is not asked, who accepts lives")
  void neitherAlone() {
    now = now.plusSeconds(30);
    assertThat(evidence.questions(now)).isEmpty();
    answer(A, Answer.REFUSED);
    assertThat(evidence.dead()).as("in the grid").isEmpty();

    grid(US);
    answer(A, Answer.ACCEPTED);
    answer(B, Answer.ACCEPTED);
    assertThat(evidence.dead()).as("the grid is cut").isEmpty();
    assertThat(notices()).containsExactly(Notice.Kind.APART, Notice.Kind.APART);
    assertThat(evidence.missing()).containsExactlyInAnyOrder(A, B);
  }

  @Test
  @DisplayName("a node that is cut off and dies later is found dead then: it is asked each second")
  void laterDeath() {
    grid(US, B);
    answer(A, Answer.ACCEPTED);
    evidence.questions(now);
    now = now.plusSeconds(1);
    assertThat(evidence.questions(now)).containsExactly(A);
    answer(A, Answer.REFUSED);
    assertThat(evidence.dead()).containsExactly(A);
  }

  @Test
  @DisplayName("silent twice is dead where two of three owners are; once is not")
  void silentWithMajority() {
    grid(US, B);
    answer(A, Answer.SILENT);
    assertThat(evidence.dead()).isEmpty();
    assertThat(evidence.questions(now)).as("asked again at once").containsExactly(A);
    answer(A, Answer.SILENT);
    assertThat(evidence.dead()).containsExactly(A);
    assertThat(notices()).containsExactly(Notice.Kind.DEAD_SILENT);
  }

  @Test
  @DisplayName("silent is never dead to a minority, and of two each is one; refused is")
  void silentToMinority() {
    grid(US);
    silentTwice(A);
    silentTwice(B);
    assertThat(evidence.dead()).as("one of three").isEmpty();

    routers(2, US, A);
    silentTwice(A);
    assertThat(evidence.dead()).as("one of two").isEmpty();
    answer(A, Answer.REFUSED);
    assertThat(evidence.dead()).containsExactly(A);
  }

  @Test
  @DisplayName("at the grid's own port silence proves nothing, whoever is many; a refusal does")
  void byTheGrid() {
    evidence = new Evidence(US, false);
    threeThatAnswer();
    grid(US, B);
    silentTwice(A);
    assertThat(evidence.dead()).isEmpty();
    answer(A, Answer.REFUSED);
    assertThat(evidence.dead()).containsExactly(A);
  }

  @Test
  @DisplayName("an address that never accepted proves nothing by refusing")
  void neverAccepted() {
    var c = Inet4Address.ofLiteral("192.0.2.14");
    routers(2, US, A, B, c);
    grid(US, A, B, c);
    answer(c, Answer.REFUSED);
    grid(US, A, B);
    answer(c, Answer.REFUSED);
    assertThat(evidence.dead()).isEmpty();
    assertThat(evidence.questions(now)).isEmpty();
  }

  @Test
  @DisplayName("the mark ends with another process of the node, with its answer, with its table")
  void markEnds() {
    die(A);
    processes.remove(A);
    grid(US, A, B);
    assertThat(evidence.dead()).as("another process").isEmpty();

    answer(A, Answer.ACCEPTED);
    die(A);
    answer(A, Answer.ACCEPTED);
    assertThat(evidence.dead()).as("it accepts").isEmpty();

    answer(A, Answer.REFUSED);
    assertThat(evidence.dead()).containsExactly(A);
    routers(2, A, US, B);
    assertThat(evidence.dead()).as("it assigns").isEmpty();
  }

  @Test
  @DisplayName("who is dead and no longer listed is the routers' affair")
  void unlisted() {
    die(A);
    routers(2, US, B);
    assertThat(evidence.dead()).isEmpty();
    assertThat(evidence.questions(now.plusSeconds(9))).isEmpty();
  }

  @Test
  @DisplayName("two that die together are told together; a third not before 2 s have passed")
  void coalesced() {
    grid(US);
    answer(A, Answer.REFUSED);
    now = now.plusMillis(60);
    answer(B, Answer.REFUSED);
    now = now.plusMillis(40);
    assertThat(evidence.toTell(now)).contains(Set.of(A, B));

    answer(B, Answer.ACCEPTED);
    now = now.plusMillis(1_999);
    assertThat(evidence.toTell(now)).isEmpty();
    now = now.plusMillis(1);
    assertThat(evidence.toTell(now)).contains(Set.of(A));
  }

  @Test
  @DisplayName("a grid that this node is not joined to says nothing of others")
  void ownGridGone() {
    evidence.follow(new GridView(GridState.FAILED, List.of(), Optional.empty(), List.of()), now);
    assertThat(evidence.questions(now.plus(Duration.ofMinutes(1)))).isEmpty();
  }

  private void die(Inet4Address node) {
    var others = node.equals(A) ? B : A;
    grid(US, others);
    answer(node, Answer.REFUSED);
    assertThat(evidence.dead()).containsExactly(node);
  }

  private void silentTwice(Inet4Address node) {
    answer(node, Answer.SILENT);
    answer(node, Answer.SILENT);
  }

  private void answer(Inet4Address node, Answer answer) {
    evidence.answered(node, answer, now);
  }

  private List<Notice.Kind> notices() {
    return evidence.notices().stream().map(Notice::kind).toList();
  }

  private void grid(Inet4Address... nodes) {
    var members =
        Arrays.stream(nodes)
            .map(it ->
                new GridMember(
                    it,
                    "node",
                    processes.computeIfAbsent(it, _ -> UUID.randomUUID()),
                    it.equals(US)))
            .toList();
    evidence.follow(new GridView(GridState.JOINED, members, Optional.empty(), List.of()), now);
  }

  /// A router that lists these, which all own something, by a table of the first of them.
  private void routers(int number, Inet4Address... caches) {
    var shares = new LinkedHashMap<InetAddress, BucketSet>();
    for (int i = 0; i < caches.length; i++) {
      shares.put(caches[i], BucketSet.of(IntStream.of(i)));
    }
    var table = HashAssignment.ofShares(shares);
    var key = Optional.of(new AssignmentKey(caches[0], number));
    InetAddress router = InetAddress.ofLiteral("192.0.2.1");
    evidence.follow(
        new CacheSnapshot(
            ServiceGroup.WEB_CACHE.standardService(),
            Optional.of(caches[0]),
            List.of(
                new CacheSnapshot.Router(
                    router,
                    Optional.of(router),
                    "assigned",
                    "2.00",
                    ReceiveId.NONE,
                    1,
                    key,
                    Agreement.DEFAULT,
                    Arrays.stream(caches)
                        .map(it -> CacheIdentity.hash(it, false, BucketSet.EMPTY, 100, 0))
                        .toList())),
            key,
            table,
            List.of()),
        now);
  }
}
