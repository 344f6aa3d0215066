package dev.weir.node.proxy.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.answer.Parting;
import dev.weir.node.proxy.client.ClientTimes;
import dev.weir.node.proxy.outcome.Account;
import dev.weir.node.proxy.splice.Held;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.FileSender;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;

/// Gives a client the file that configures it, when it asks this node itself for one: by a target
/// without a host, as nobody asks a proxy. The connection ends with it. Confined to the event loop.
public final class PacGate extends ChannelInboundHandlerAdapter {
  /// Where browsers look for the file.
  private static final Set<String> PATHS = Set.of("/proxy.pac", "/wpad.dat");

  private static final String TYPE = "application/x-ns-proxy-autoconfig";

  private final Channel client;
  private final ConnectGate.Means means;

  /// The gate of one connection.
  public PacGate(Channel client, ConnectGate.Means means) {
    this.client = client;
    this.means = means;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && asks(request) && means.conversation().isIdle()) {
      Held.from(client, FileSender.class);
      Held.drop(client);
      give(request);
    } else {
      context.fireChannelRead(message);
    }
  }

  private static boolean asks(HttpRequest request) {
    return request.decoderResult().isSuccess()
        && PATHS.contains(request.uri())
        && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD));
  }

  private void give(HttpRequest request) {
    byte[] pac = means.policy().get().pac().getBytes(UTF_8);
    boolean body = request.method().equals(HttpMethod.GET);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            body ? Unpooled.wrappedBuffer(pac) : Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, pac.length)
        .set(HttpHeaderNames.CACHE_CONTROL, "max-age=300");
    Account account = means.services().account(means.caller(), client);
    var fields = FieldLines.from(request.headers());
    account.asks(
        new RequestHead(request.method().name(), request.uri(), fields),
        request.protocolVersion().text());
    account.given(body ? pac.length : 0);
    means.services().meters().gavePac();
    Parting.say(client, response, ClientTimes.LINGER);
  }
}
