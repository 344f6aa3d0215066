package dev.weir.wccp.diagnosis.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Vectors;
import dev.weir.wccp.diagnosis.Examiner;
import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.diagnosis.Finding.Severity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ConversationTest {
  private static final String FIRST_HERE_I_AM = "04-v2-hia-first";
  private static final String HERE_I_AM = "06-v2-hia-second";
  private static final String OFFER = "05-v2-isy-first";
  private static final String USABLE = "07-v2-isy-usable-md5";
  private static final String ASSIGN = "08-v2-redirect-assign-hash";
  private static final String ASSIGNED = "09-v2-isy-assigned";
  private static final InetAddress CACHE = address(11);
  private static final InetAddress ROUTER = address(1);

  private final Examiner examiner = new Examiner(Optional.empty(), BucketOctet.CISCO);
  private final Conversation conversation = new Conversation();
  private long seconds;

  @Test
  @DisplayName(
      "§4.4 a cache that never echoes a receive id is not usable, and the end says it again")
  void neverEchoed() {
    assertThat(cacheSays(FIRST_HERE_I_AM, 0, 0)).isEmpty();
    assertThat(routerSays(OFFER, 52, 1)).isEmpty();
    assertThat(cacheSays(FIRST_HERE_I_AM, 0, 0)).isEmpty();
    assertThat(routerSays(OFFER, 52, 2)).isEmpty();

    assertThat(cacheSays(FIRST_HERE_I_AM, 0, 0))
        .singleElement()
        .asString()
        .contains("WRONG", "not usable for router 192.0.2.1: receive id never echoed in 2 answers");

    routerSays(OFFER, 52, 3);
    assertThat(conversation.end()).anyMatch(it -> it.text().contains("never echoed in 3 answers"));
  }

  @Test
  @DisplayName("§4.4 a cache that echoes late is told once, and is no finding at the end")
  void staleEcho() {
    cacheSays(FIRST_HERE_I_AM, 0, 0);
    routerSays(OFFER, 52, 4);

    assertThat(cacheSays(HERE_I_AM, 108, 3))
        .singleElement()
        .asString()
        .contains(
            "UNUSUAL", "offset=108", "receive id 3 of router 192.0.2.1 is not its last one, 4");
    assertThat(cacheSays(HERE_I_AM, 108, 4)).isEmpty();
    assertThat(conversation.end()).allMatch(it -> it.severity() == Severity.NOTE);
  }

  @Test
  @DisplayName("§4.4 a cache that starts anew is told, and is not blamed for what it never heard")
  void startsAnew() {
    cacheSays(FIRST_HERE_I_AM, 0, 0);
    routerSays(OFFER, 52, 4);
    cacheSays(HERE_I_AM, 108, 4);
    routerSays(OFFER, 52, 5);
    routerSays(OFFER, 52, 6);

    assertThat(cacheSays(FIRST_HERE_I_AM, 0, 0))
        .singleElement()
        .asString()
        .contains("NOTE", "cache 192.0.2.11 has started anew");
    routerSays(OFFER, 52, 7);
    assertThat(cacheSays(FIRST_HERE_I_AM, 0, 0)).isEmpty();
    routerSays(OFFER, 52, 8);
    assertThat(wrong(cacheSays(FIRST_HERE_I_AM, 0, 0)))
        .singleElement()
        .asString()
        .contains("never echoed in 2 answers");
  }

  @Test
  @DisplayName("§4.3 a key that a router shows is in force; one it does not show was not accepted")
  void key() {
    routerSays(USABLE, 68, 2);
    assertThat(cacheSays(ASSIGN, 0, 12)).isEmpty();
    assertThat(routerSays(ASSIGNED, 52, 3)).anyMatch(it -> it.text().startsWith("shows key"));

    cacheSays(ASSIGN, 52, 2);
    assertThat(wrong(routerSays(ASSIGNED, 52, 4))).isEmpty();
    assertThat(wrong(routerSays(ASSIGNED, 52, 5)))
        .singleElement()
        .asString()
        .contains("has not accepted the assignment 192.0.2.11/2");
  }

  @Test
  @DisplayName("§3.8 an assignment with a stale receive id or change number is told at its field")
  void staleAssignment() {
    routerSays(USABLE, 68, 7);

    assertThat(wrong(cacheSays(ASSIGN, 0, 12)))
        .singleElement()
        .asString()
        .contains("offset=64", "receive id 2 for router 192.0.2.1 is stale, its last one");
    assertThat(wrong(cacheSays(ASSIGN, 68, 1)))
        .anySatisfy(it ->
            assertThat(it.toString())
                .contains(
                    "offset=68", "change number 1 for router 192.0.2.1 is stale, its own is 2"));
  }

  @Test
  @DisplayName("§4.1 silence, and the removal that follows it, are told")
  void silence() {
    cacheSays(HERE_I_AM, 108, 1);
    routerSays(USABLE, 68, 2);
    seconds += 31;

    assertThat(routerSays(OFFER, 52, 3))
        .anyMatch(
            it -> it.text().contains("no longer lists 192.0.2.11, whose last HERE_I_AM was 33"));
    assertThat(cacheSays(HERE_I_AM, 108, 3))
        .anyMatch(it -> it.text().startsWith("silent for 34.00 s"));
  }

  @Test
  @DisplayName("§1 an I_SEE_YOU that a cache sends goes the wrong way")
  void wrongWay() {
    cacheSays(FIRST_HERE_I_AM, 0, 0);

    assertThat(cacheSays(OFFER, 0, 0))
        .anyMatch(it -> it.text().equals("comes from an address that speaks as a cache"));
    assertThat(routerSays(OFFER, 0, 0))
        .noneMatch(it -> it.text().equals("comes from an address that speaks as a cache"));
  }

  @Test
  @DisplayName("§4.4 nobody answers: the end says so")
  void unanswered() {
    for (int i = 0; i < 3; i++) {
      cacheSays(FIRST_HERE_I_AM, 0, 0);
    }

    assertThat(conversation.end())
        .anyMatch(it -> it.text().contains("the last 3 HERE_I_AM had no answer"));
  }

  @Test
  @DisplayName("however many parties a capture has, what is kept of them stays bounded")
  void bounded() {
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      routerSays(OFFER, 48, random.nextInt());
      cacheSays(HERE_I_AM, 48, random.nextInt());
    }

    assertThat(conversation.end().size()).isLessThanOrEqualTo(64);
  }

  private List<Finding> cacheSays(String vector, int offset, int value) {
    return says(CACHE, ROUTER, vector, offset, value);
  }

  private List<Finding> routerSays(String vector, int offset, int value) {
    return says(ROUTER, CACHE, vector, offset, value);
  }

  /// One second later, a vector with another number in four of its octets; offset 0 leaves it.
  private List<Finding> says(
      InetAddress from, InetAddress to, String vector, int offset, int value) {
    byte[] octets = Vectors.octets(vector);
    if (offset > 0) {
      ByteBuffer.wrap(octets).putInt(offset, value);
    }
    seconds++;
    return new ArrayList<>(
        conversation.on(
            new Envelope(seconds * 1_000_000, from, 2048, to, 2048),
            examiner.examine(octets, false).dissection()));
  }

  private static List<Finding> wrong(List<Finding> findings) {
    return findings.stream().filter(it -> it.severity() == Severity.WRONG).toList();
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
