package dev.weir.gre.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private final ByteBuffer ring = ByteBuffer.allocateDirect(4096).putInt(1000, 0x45000028);
  private final long address = NativeMemory.addressOf(ring);
  private final NativeMemory memory = new NativeMemory();

  @Test
  @DisplayName("octets at an address are read at an offset of the window, big-endian")
  void readsThroughTheWindow() {
    int offset = memory.cover(address + 1000, 4);

    assertThat(memory.window().getInt(offset)).isEqualTo(0x45000028);
    assertThat(memory.address(offset)).isEqualTo(address + 1000);
  }

  @Test
  @DisplayName("the address of a buffer does not depend on its position")
  void addressIgnoresPosition() {
    ring.position(77);

    assertThat(NativeMemory.addressOf(ring)).isEqualTo(address);
  }

  @Test
  @DisplayName("all octets of a ring share one window, and reading them allocates nothing")
  void keepsTheWindow() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    memory.cover(address, 1);
    ByteBuffer window = memory.window();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < 100_000; round++) {
      memory.cover(address + round % 4000, 60);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(memory.window()).isSameAs(window);
    assertThat(allocated).isLessThan(2_048);
  }

  @Test
  @DisplayName("an address far away moves the window")
  void movesTheWindow() {
    memory.cover(address, 1);
    int offset = memory.cover(address + (1L << 33), 1);
    assertThat(memory.address(offset)).isEqualTo(address + (1L << 33));

    offset = memory.cover(address + 1000, 4);
    assertThat(memory.window().getInt(offset)).isEqualTo(0x45000028);
  }

  @Test
  @DisplayName("a heap buffer has no address to give to the kernel")
  void refusesHeapBuffers() {
    assertThatThrownBy(() -> NativeMemory.addressOf(ByteBuffer.allocate(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
