package dev.weir.node.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.nio.charset.StandardCharsets;

/// Writes a listing as JSON, a piece whenever the client has taken the one before.
final class ListingChunks implements ChunkedInput<ByteBuf> {
  /// A piece ends with the first item that makes it this long.
  private static final int PIECE_BYTES = 16 * 1024;

  private final Answer.Listing listing;
  private boolean begun;
  private boolean ended;
  private long bytes;

  ListingChunks(Answer.Listing listing) {
    this.listing = listing;
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) {
    var piece = new StringBuilder(PIECE_BYTES + 512);
    boolean first = !begun;
    if (first) {
      begun = true;
      piece.append('{');
      listing
          .head()
          .forEach((name, value) -> field(piece, name).append(JsonText.of(value)).append(','));
      field(piece, listing.list()).append('[');
    }
    while (piece.length() < PIECE_BYTES && listing.items().hasNext()) {
      piece.append(first ? "" : ",").append(JsonText.of(listing.items().next()));
      first = false;
    }
    if (!listing.items().hasNext()) {
      ended = true;
      piece.append("]}\n");
    }
    byte[] octets = piece.toString().getBytes(StandardCharsets.UTF_8);
    bytes += octets.length;
    return allocator.buffer(octets.length).writeBytes(octets);
  }

  private static StringBuilder field(StringBuilder piece, String name) {
    return piece.append(JsonText.of(name)).append(':');
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the interface asks for it, nobody here calls it
  public ByteBuf readChunk(ChannelHandlerContext ctx) {
    return readChunk(ctx.alloc());
  }

  @Override
  public boolean isEndOfInput() {
    return ended;
  }

  @Override
  public void close() {}

  @Override
  public long length() {
    return -1; // Netty's word for unknown
  }

  @Override
  public long progress() {
    return bytes;
  }
}
