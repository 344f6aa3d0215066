package dev.weir.node.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.node.peer.PeerProtocol.Answering;
import dev.weir.node.peer.PeerProtocol.Going;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a node of the cluster that sends nonsense")
final class PeerFuzzTest {
  private static final int COUNT = 200_000;
  private static final Pattern MARK = Pattern.compile("[12] (0|[1-9]\\d{0,9})");
  private static final Pattern DESTINATION =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}:(0*[1-9]\\d{0,4})");

  private static final List<String> WORDS =
      List.of("2 17", "1 0", "3 17", "2 4294967295", "2 4294967296", "192.0.2.1:80", "x", "", "1");

  private final SplittableRandom random = new SplittableRandom(5702);

  @Test
  @DisplayName("a mark that is read is written in one way only")
  void marks() {
    var mutations = new TextMutations(5702, "2 17", "1 4294967295", "2 carried 17", "1 epoch 9");
    int read = 0;
    for (int i = 0; i < COUNT; i++) {
      String text = new String(mutations.next(), ISO_8859_1);
      var going = Going.parse(text);
      var answering = Answering.parse(text);
      going.ifPresent(it -> assertThat(it.text()).isEqualTo(text));
      answering.ifPresent(it -> assertThat(it.text()).isEqualTo(text));
      read += going.isPresent() || answering.isPresent() ? 1 : 0;
    }
    assertThat(read).isBetween(COUNT / 100, COUNT / 2);
  }

  @Test
  @DisplayName("keys that are read are written in one way only")
  void keys() {
    var mutations =
        new TextMutations(
            5703, "http://a.example/x?y\nhttp://b.example:8080/\n", "http://192.0.2.1/\n");
    int read = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] octets = mutations.next();
      var worthless = PeerBody.worthless(octets);
      worthless.ifPresent(it -> assertThat(PeerBody.worthless(PeerBody.of(it))).contains(it));
      read += worthless.isPresent() ? 1 : 0;
    }
    assertThat(read).isBetween(COUNT / 100, COUNT / 2);
  }

  @Test
  @DisplayName("a head is a request that says all it must, or is refused")
  void heads() {
    int relayed = 0;
    int questions = 0;
    for (int i = 0; i < COUNT; i++) {
      RequestHead head = head();
      switch (PeerRequest.of(head, 2)) {
        case PeerRequest.Relayed it -> {
          relayed++;
          assertThat(head.method()).isIn("GET", "HEAD");
          assertThat(head.fields().all(PeerProtocol.MARK)).hasSize(1).allMatch(this::isMark);
          assertThat(head.fields().all(PeerProtocol.DESTINATION))
              .hasSize(1)
              .allMatch(text -> DESTINATION.matcher(text).matches());
          assertThat(it.head().fields()).noneMatch(line -> line.named(PeerProtocol.MARK));
          assertThat(it.head().hasBody()).isFalse();
        }
        case PeerRequest.Question it -> {
          questions++;
          assertThat(head.method()).isEqualTo("POST");
          assertThat(head.fields().all(PeerProtocol.MARK)).hasSize(1).allMatch(this::isMark);
          assertThat(it.octets()).isBetween(0, PeerProtocol.BODY_BYTES_MAX);
          assertThat(it.going().version()).isGreaterThanOrEqualTo(it.kind().since());
        }
        case PeerRequest.Refused(PeerDrop why) -> assertThat(why.status()).isBetween(400, 505);
      }
    }
    assertThat(relayed).isPositive();
    assertThat(questions).isPositive();
  }

  private boolean isMark(String text) {
    return MARK.matcher(text).matches();
  }

  private RequestHead head() {
    var fields = Fields.of();
    for (String name :
        List.of(
            PeerProtocol.MARK,
            PeerProtocol.MARK,
            PeerProtocol.DESTINATION,
            PeerProtocol.HAND_OVER,
            "Content-Length",
            "Transfer-Encoding")) {
      if (random.nextInt(3) == 0) {
        fields = fields.plus(name, any(WORDS));
      }
    }
    return new RequestHead(
        any(List.of("GET", "HEAD", "POST", "PUT", "get")),
        any(
            List.of(
                "/weir/home", "/weir/invalidate", "/weir/relay", "/weir/", "http://a.example/")),
        fields);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
