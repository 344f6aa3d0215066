package dev.weir.node.proxy.icap.wire;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.DefaultByteBufHolder;
import java.util.Optional;

/// A piece of an answer, as it is decoded.
public sealed interface IcapMessage {
  /// Its head, and the heads that it encloses.
  record Head(
      int status,
      Fields fields,
      Optional<RequestHead> request,
      Optional<ResponseHead> response,
      boolean hasBody)
      implements IcapMessage {}

  /// A piece of the body that it encloses.
  final class Piece extends DefaultByteBufHolder implements IcapMessage {
    /// One with these octets, which are its own now.
    public Piece(ByteBuf octets) {
      super(octets);
    }

    @Override
    public ByteBufHolder replace(ByteBuf octets) {
      return new Piece(octets);
    }
  }

  /// It is whole.
  record End() implements IcapMessage {}

  /// It is no answer; nothing more comes.
  record Malformed(String why) implements IcapMessage {}
}
