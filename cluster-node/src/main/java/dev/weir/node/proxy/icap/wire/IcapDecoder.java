package dev.weir.node.proxy.icap.wire;

import dev.weir.cache.message.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the answers of a service (RFC 3507 §4.3 and §4.4): each octet sequence is an answer, a
/// part of one, or [IcapMessage.Malformed], after which nothing is read.
///
/// ```
/// HEAD ──▶ HEADS ──▶ SIZE ──▶ DATA ──▶ DATA_END ─▶ SIZE … 0 ──▶ TRAILER ──▶ HEAD
///   ╰─ without a body ──▶ HEAD
/// ```
///
/// Confined to the event loop of its channel.
public final class IcapDecoder extends ByteToMessageDecoder {
  private static final int HEAD_OCTETS_MAX = 16 * 1024;
  private static final int LINE_OCTETS_MAX = 256;
  private static final int TRAILER_LINES_MAX = 32;
  private static final int PIECE_OCTETS_MAX = 64 * 1024;
  private static final Pattern STATUS = Pattern.compile("ICAP/1\\.0 ([1-5][0-9][0-9])( .*)?");
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

  private enum State {
    HEAD,
    HEADS,
    SIZE,
    DATA,
    DATA_END,
    TRAILER,
    BROKEN
  }

  private State state = State.HEAD;
  private int status;
  private Fields fields = Fields.NONE;
  private Encapsulated inside = Encapsulated.NOTHING;
  private long left;
  private int trailerLines;

  /// A decoder for one connection.
  public IcapDecoder() {}

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    switch (state) {
      case HEAD -> head(in, out);
      case HEADS -> heads(in, out);
      case SIZE -> size(in, out);
      case DATA -> data(in, out);
      case DATA_END -> dataEnd(in, out);
      case TRAILER -> trailer(in, out);
      case BROKEN -> in.skipBytes(in.readableBytes());
    }
  }

  private void head(ByteBuf in, List<Object> out) {
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > HEAD_OCTETS_MAX) {
        refuse("head", in, out);
      }
      return;
    }
    String text = in.readCharSequence(end, StandardCharsets.ISO_8859_1).toString();
    List<String> lines = List.of(text.substring(0, text.length() - 4).split("\r\n", -1));
    Matcher line = STATUS.matcher(lines.getFirst());
    Optional<Fields> read = Encapsulated.fields(lines);
    if (!line.matches() || read.isEmpty() || text.length() > HEAD_OCTETS_MAX) {
      refuse("head", in, out);
      return;
    }
    status = Integer.parseInt(line.group(1));
    fields = read.get();
    List<String> says = fields.all("Encapsulated");
    Optional<Encapsulated> known =
        says.isEmpty()
            ? Optional.of(Encapsulated.NOTHING)
            : says.size() > 1 ? Optional.empty() : Encapsulated.of(says.getFirst());
    if (known.isEmpty() || (status == 200 && says.isEmpty())) {
      refuse("encapsulated", in, out);
      return;
    }
    inside = known.get();
    state = State.HEADS;
    heads(in, out);
  }

  /// Where a head ends, its last line end included; negative while it has not come.
  private static int endOfHead(ByteBuf in) {
    int from = in.readerIndex();
    for (int at = from + 3; at < in.writerIndex(); at++) {
      if (in.getByte(at) == '\n'
          && in.getByte(at - 1) == '\r'
          && in.getByte(at - 2) == '\n'
          && in.getByte(at - 3) == '\r') {
        return at + 1 - from;
      }
    }
    return -1;
  }

  private void heads(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < inside.octets()) {
      return;
    }
    String request = text(in, inside.requestOctets());
    String response = text(in, inside.responseOctets());
    var head =
        new IcapMessage.Head(
            status,
            fields,
            Encapsulated.request(request),
            Encapsulated.response(response),
            inside.hasBody());
    if ((head.request().isEmpty() && !request.isEmpty())
        || (head.response().isEmpty() && !response.isEmpty())) {
      refuse("heads", in, out);
      return;
    }
    out.add(head);
    state = inside.hasBody() ? State.SIZE : State.HEAD;
    if (!inside.hasBody() && status != 100) {
      out.add(new IcapMessage.End());
    }
  }

  private static String text(ByteBuf in, int octets) {
    return in.readCharSequence(octets, StandardCharsets.ISO_8859_1).toString();
  }

  private void size(ByteBuf in, List<Object> out) {
    Optional<String> line = line(in, out);
    if (line.isEmpty()) {
      return;
    }
    Matcher read = SIZE.matcher(line.get());
    if (!read.matches()) {
      refuse("chunk", in, out);
      return;
    }
    left = Long.parseLong(read.group(1), 16);
    trailerLines = 0;
    state = left == 0 ? State.TRAILER : State.DATA;
  }

  private void data(ByteBuf in, List<Object> out) {
    int octets = (int) Math.min(left, Math.min(in.readableBytes(), PIECE_OCTETS_MAX));
    if (octets > 0) {
      out.add(new IcapMessage.Piece(in.readRetainedSlice(octets)));
      left -= octets;
      state = left == 0 ? State.DATA_END : State.DATA;
    }
  }

  private void dataEnd(ByteBuf in, List<Object> out) {
    if (in.readableBytes() >= 2) {
      if (in.readByte() == '\r' && in.readByte() == '\n') {
        state = State.SIZE;
      } else {
        refuse("chunk", in, out);
      }
    }
  }

  private void trailer(ByteBuf in, List<Object> out) {
    Optional<String> line = line(in, out);
    if (line.isEmpty()) {
      return;
    }
    if (line.get().isEmpty()) {
      state = State.HEAD;
      out.add(new IcapMessage.End());
    } else if (++trailerLines > TRAILER_LINES_MAX) {
      refuse("trailer", in, out);
    }
  }

  /// The next line without its end; empty while it has not come, or when it is too long.
  private Optional<String> line(ByteBuf in, List<Object> out) {
    int length = in.bytesBefore((byte) '\n');
    if (length > LINE_OCTETS_MAX || (length < 0 && in.readableBytes() > LINE_OCTETS_MAX)) {
      refuse("line", in, out);
      return Optional.empty();
    }
    if (length < 0) {
      return Optional.empty();
    }
    String text = text(in, length + 1);
    if (!text.endsWith("\r\n")) {
      refuse("line", in, out);
      return Optional.empty();
    }
    return Optional.of(text.substring(0, text.length() - 2));
  }

  private void refuse(String why, ByteBuf in, List<Object> out) {
    state = State.BROKEN;
    in.skipBytes(in.readableBytes());
    out.add(new IcapMessage.Malformed(why));
  }
}
