package dev.weir.wccp.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Dissection.Digest;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.codec.Vectors;
import dev.weir.wccp.diagnosis.Finding.Severity;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.Share;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ExaminerTest {
  private final Examiner examiner = new Examiner(Optional.empty(), BucketOctet.CISCO);

  static Stream<String> vectors() {
    return Vectors.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("§10.1 nothing is wrong with a vector, nor is anything unusual")
  void soundVector(String name) {
    var diagnosis = examiner.examine(Vectors.octets(name), false);

    assertThat(diagnosis.findings()).noneMatch(it -> it.severity() != Severity.NOTE);
    assertThat(diagnosis.words()).isNotEmpty();
  }

  /// Columns: a vector, an offset, octets to put there, the severity, and the finding's place,
  /// section and words. An offset after the end makes the message longer, a negative one cuts it.
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvFileSource(resources = "/diagnosis/one-wrong-field.csv", numLinesToSkip = 1)
  @DisplayName("a vector with one wrong field: the finding names the field and its place")
  void oneWrongField(
      String vector, int offset, String hex, Severity severity, int place, String words) {
    byte[] octets = changed(Vectors.octets(vector), offset, hex);

    var findings = examiner.examine(octets, false).findings();

    assertThat(findings)
        .anySatisfy(it -> {
          assertThat("§" + it.section() + " " + it.text()).contains(words);
          assertThat(it.severity()).isEqualTo(severity);
          assertThat(it.offset()).isEqualTo(place);
        });
  }

  @Test
  @DisplayName("§3.1 a digest is unchecked without a password, else right or wrong")
  void digest() {
    byte[] signed = Vectors.octets("07-v2-isy-usable-md5");

    assertThat(examiner.examine(signed, false).dissection().digest()).isEqualTo(Digest.UNCHECKED);
    assertThat(with("cisco123").examine(signed, false).findings()).isEmpty();
    assertThat(with("cisco124").examine(signed, false).findings())
        .singleElement()
        .satisfies(it -> assertThat(it.text()).startsWith("MD5 digest is not"));
    assertThat(with("cisco123").examine(Vectors.octets("05-v2-isy-first"), false).findings())
        .singleElement()
        .satisfies(it -> assertThat(it.text()).startsWith("no digest"));
  }

  @Test
  @DisplayName("§3.0.2 after a malformed component the others are still told")
  void goesOn() {
    byte[] octets = changed(Vectors.octets("05-v2-isy-first"), 52, "00000000");

    var diagnosis = examiner.examine(octets, false);

    assertThat(diagnosis.words()).doesNotContain("router 192.0.2.1").contains("change 1", "GRE|L2");
  }

  @Test
  @DisplayName("what was not captured is not called missing")
  void cut() {
    byte[] octets = Arrays.copyOf(Vectors.octets("05-v2-isy-first"), 80);

    assertThat(examiner.examine(octets, true).findings()).isEmpty();
    assertThat(examiner.examine(octets, false).wrong()).isTrue();
  }

  @Test
  @DisplayName("octets laid out as the draft draws them are told to be so, and read when asked for")
  void draftLayout() {
    byte[] octets = Vectors.octets("08-v2-redirect-assign-hash");
    System.arraycopy(BucketOctet.DRAFT.of(Arrays.copyOfRange(octets, 96, 352)), 0, octets, 96, 256);

    assertThat(examiner.examine(octets, false).findings())
        .anySatisfy(it ->
            assertThat(it.text()).contains("these octets fit the draft's layout").contains("0x02"));
    assertThat(new Examiner(Optional.empty(), BucketOctet.DRAFT).examine(octets, false).wrong())
        .isFalse();
  }

  @Test
  @DisplayName("§3.5 an extended length that is 4 too small is tolerated and told")
  void extendedLength() {
    var vector = (Message.HereIAm) Vectors.message("06-v2-hia-second");
    var message =
        new Message.HereIAm(
            1,
            vector.service(),
            vector.cache().sharing(new Share.Extended(new Share.WeightOnly(5, 0))),
            vector.view(),
            vector.capabilities(),
            vector.commands(),
            vector.unknown());
    byte[] right = Vectors.codec("06-v2-hia-second").encode(message);

    var diagnosis = examiner.examine(changed(right, 58, "0000"), false);

    assertThat(examiner.examine(right, false).findings()).isEmpty();
    assertThat(diagnosis.findings())
        .singleElement()
        .asString()
        .contains("offset=58", "extended length 0 is 4 too small");
    assertThat(diagnosis.words()).contains("weight 5");
  }

  @Test
  @DisplayName("whatever the octets, there is a diagnosis")
  void total() {
    var random = new Random(20_481);
    for (int round = 0; round < 20_000; round++) {
      byte[] octets = Vectors.octets(Vectors.ALL.get(round % Vectors.ALL.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      byte[] given = Arrays.copyOf(octets, random.nextInt(octets.length + 8));
      assertThat(examiner.examine(given, random.nextBoolean()).name()).isNotEmpty();
    }
    assertThat(examiner.examine(new byte[0], false).wrong()).isTrue();
    assertThat(examiner.examine(new byte[65_535], false).wrong()).isTrue();
  }

  private static Examiner with(String password) {
    return new Examiner(Optional.of(Security.md5(password)), BucketOctet.CISCO);
  }

  private static byte[] changed(byte[] octets, int offset, String hex) {
    if (offset < 0) {
      return Arrays.copyOf(octets, octets.length + offset);
    }
    byte[] put = HexFormat.of().parseHex(hex);
    byte[] changed = Arrays.copyOf(octets, Math.max(octets.length, offset + put.length));
    System.arraycopy(put, 0, changed, offset, put.length);
    return changed;
  }
}
