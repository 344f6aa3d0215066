package dev.weir.node.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.compact.KeyHash;
import dev.weir.cache.message.Body;
import dev.weir.cache.slab.Kept;
import dev.weir.cache.slab.SlabOctets;
import dev.weir.cache.slab.Slabs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FileSenderTest {
  private static final int LENGTH = 270_000;

  private final byte[] octets = new byte[LENGTH];
  private final Slabs slabs = new Slabs(1L << 30);
  private final Body body;

  FileSenderTest() {
    new Random(1).nextBytes(octets);
    Kept kept = slabs.keep(new KeyHash(1, 2), new byte[9], Body.of(octets)).orElseThrow();
    body = new Body(new SlabOctets(kept), LENGTH);
  }

  @Test
  @DisplayName("where the transport sends no files, the same octets go out")
  void fallsBack() {
    var channel = new EmbeddedChannel(FileSender.INSTANCE);
    assertThat(channel.pipeline().get(FileSender.class)).isNull();
    int at = 0;
    while (at < LENGTH) {
      ByteBuf piece = LeasedBuffer.of(body, at, LENGTH);
      channel.writeOutbound(piece);
      ByteBuf sent = channel.readOutbound();
      byte[] came = ByteBufUtil.getBytes(sent);
      assertThat(came).isEqualTo(Arrays.copyOfRange(octets, at, at + came.length));
      at += came.length;
      sent.release();
    }
    body.release();
    assertThat(slabs.usedBytes()).isZero();
  }

  @Test
  @DisplayName("full chunks side by side are one piece of the file, a short rest is octets")
  void pieces() {
    LeasedBuffer first = (LeasedBuffer) LeasedBuffer.of(body, 1000, LENGTH);
    LeasedBuffer rest = (LeasedBuffer) LeasedBuffer.of(body, 265_000, LENGTH);

    assertThat(first.readableBytes()).isEqualTo(2 * Slabs.CHUNK_BYTES_MAX - 1000);
    assertThat(first.file()).isPresent();
    assertThat(rest.readableBytes()).isEqualTo(5_000);
    assertThat(rest.file()).isEmpty();
    first.release();
    rest.release();
  }

  @Test
  @DisplayName("what was never sent ends its lease as well")
  void unsent() {
    var channel = new EmbeddedChannel(FileSender.INSTANCE);
    channel.close();
    channel.write(LeasedBuffer.of(body, 0, LENGTH));
    body.release();

    assertThat(slabs.usedBytes()).isZero();
  }
}
