package dev.weir.gre;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Any octets from the capture ring, in version 1 and 2 (§6.1, §6.2).
final class DecapsulatorFuzzTest {
  private static final int BEFORE = 32;
  private static final int AFTER = 64;
  private static final int ETHERNET_HEADER_OCTETS = 14;

  private final Decapsulator decapsulator = new Decapsulator(DecapsulatorTest.POLICY);

  @FuzzTest
  void judge(byte[] packet) {
    // Alone, where a read beyond the captured octets throws, and inside a larger window, where what
    // lies around the packet must not change the verdict.
    var alone = decapsulator.judge(ByteBuffer.wrap(packet), 0, packet.length);
    int innerAt = decapsulator.innerOffset();
    int innerEnd = innerAt + decapsulator.innerLength();
    boolean mismatch = decapsulator.bucketMismatch();
    boolean found = alone.fate() != Verdict.Fate.DROP;
    require(!found || (innerAt >= 24 && innerEnd <= packet.length), alone);

    var window = new byte[BEFORE + packet.length + AFTER];
    Arrays.fill(window, (byte) 0xff);
    System.arraycopy(packet, 0, window, BEFORE, packet.length);
    var inside = decapsulator.judge(ByteBuffer.wrap(window), BEFORE, packet.length);
    require(inside == alone && decapsulator.bucketMismatch() == mismatch, inside);
    require(!found || decapsulator.innerOffset() == BEFORE + innerAt, "other place");

    var frame = ByteBuffer.allocate(ETHERNET_HEADER_OCTETS + packet.length);
    frame.putShort(12, (short) 0x0800).put(ETHERNET_HEADER_OCTETS, packet);
    var framed = decapsulator.judgeEthernet(frame, 0, frame.limit());
    require(framed == alone, framed);
  }

  private static void require(boolean holds, Object found) {
    if (!holds) {
      throw new AssertionError(found);
    }
  }
}
