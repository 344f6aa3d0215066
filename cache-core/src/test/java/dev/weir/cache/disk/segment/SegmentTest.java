package dev.weir.cache.disk.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.MemoryDirectory;
import dev.weir.cache.disk.index.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final SegmentId ID = new SegmentId(77, 5);
  private static final int RECORDS = 40;

  private final Random random = new Random(3);
  private final ByteBuffer staging = ByteBuffer.allocate(1 << 12);
  private final Map<Long, byte[]> written = new HashMap<>();
  private final List<Long> forgotten = new ArrayList<>();
  private MemoryDirectory files = new MemoryDirectory();
  private Directory directory;

  @BeforeEach
  void open() throws Exception {
    directory = files.open();
  }

  @Test
  @DisplayName("what was written is read again, from a full segment by its list")
  void sealed() throws Exception {
    Segment segment = write();
    segment.seal(staging);

    assertThat(found()).hasSize(RECORDS);
    assertThat(intact()).isEqualTo(RECORDS);
    assertThat(forgotten).containsExactly(1_000L);
  }

  @Test
  @DisplayName("what was written is read again, from one that was not finished by its records")
  void unfinished() throws Exception {
    write();

    assertThat(intact()).isEqualTo(RECORDS);
    assertThat(forgotten).containsExactly(1_000L);
  }

  @Test
  @DisplayName("cut anywhere, a segment gives what is before the cut and nothing that is not whole")
  void cut() throws Exception {
    write().seal(staging);
    byte[] whole = files.octets(ID.fileName());
    int most = 0;
    for (int length = 0; length < whole.length; length += 1 + random.nextInt(9)) {
      reopen(Map.of(ID.fileName(), Arrays.copyOf(whole, length)));
      int now = intact();
      assertThat(now).isGreaterThanOrEqualTo(most);
      most = now;
    }
    assertThat(most).isEqualTo(RECORDS);
  }

  @Test
  @DisplayName("with any bit flipped, a segment gives what was written or nothing")
  void flipped() throws Exception {
    write().seal(staging);
    byte[] whole = files.octets(ID.fileName());
    for (int i = 0; i < 2_000; i++) {
      byte[] other = whole.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
      reopen(Map.of(ID.fileName(), other));
      assertThat(intact()).isLessThanOrEqualTo(RECORDS);
    }
  }

  @Test
  @DisplayName("the file of another disk, or under another number, is no segment")
  void foreign() throws Exception {
    write().seal(staging);
    var other = new SegmentId(78, 5);
    assertThat(Segment.open(directory, other, visitor(new ArrayList<>()))).isEmpty();

    byte[] octets = files.octets(ID.fileName());
    var next = new SegmentId(77, 6);
    reopen(Map.of(next.fileName(), octets));
    assertThat(Segment.open(directory, next, visitor(new ArrayList<>()))).isEmpty();
  }

  @Test
  @DisplayName("a write that fails leaves nothing; what is written next stands in its place")
  void failedWrite() throws Exception {
    Segment segment = write();
    int end = segment.end();
    files.leave(40);
    byte[] lost = octets(5_000);
    assertThatThrownBy(() -> segment.append(7, 3_000, List.of(ByteBuffer.wrap(lost)), staging))
        .isInstanceOf(IOException.class);
    assertThat(segment.end()).isEqualTo(end);

    files.leave(Long.MAX_VALUE);
    append(segment, 2_000);
    assertThat(intact()).isEqualTo(RECORDS + 1);
  }

  private Segment write() throws IOException {
    Segment segment = Segment.create(directory, ID);
    for (int i = 0; i < RECORDS; i++) {
      append(segment, i);
    }
    segment.forget(7, 1_000, staging);
    return segment;
  }

  private void append(Segment segment, long low) throws IOException {
    byte[] octets = octets(1 + random.nextInt(300));
    written.put(low, octets);
    segment.append(
        7,
        low,
        List.of(ByteBuffer.wrap(octets, 0, 1).slice(), ByteBuffer.wrap(octets).position(1)),
        staging);
  }

  private byte[] octets(int length) {
    var octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private void reopen(Map<String, byte[]> octets) throws Exception {
    files = MemoryDirectory.of(octets);
    directory = files.open();
  }

  private List<Map.Entry<Long, Location>> found() throws IOException {
    var all = new ArrayList<Map.Entry<Long, Location>>();
    Segment.open(directory, ID, visitor(all));
    return all;
  }

  private Entries.Visitor visitor(List<Map.Entry<Long, Location>> all) {
    forgotten.clear();
    return new Entries.Visitor() {
      @Override
      public void object(long high, long low, Location at) {
        all.add(Map.entry(low, at));
      }

      @Override
      public void forgotten(long high, long low) {
        forgotten.add(low);
      }
    };
  }

  /// Reads all that is found, and fails when something is given that was not written.
  private int intact() throws IOException {
    var all = new ArrayList<Map.Entry<Long, Location>>();
    Optional<Segment> segment = Segment.open(directory, ID, visitor(all));
    int intact = 0;
    var room = ByteBuffer.allocate(256);
    for (Map.Entry<Long, Location> each : all) {
      Optional<RecordInput> input =
          segment.orElseThrow().read(7, each.getKey(), each.getValue(), room);
      if (input.isPresent()) {
        byte[] octets = input.get().take(input.get().left());
        if (input.get().isSound()) {
          assertThat(octets).isEqualTo(written.get(each.getKey()));
          intact++;
        }
      }
    }
    return intact;
  }
}
