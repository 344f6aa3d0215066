package dev.weir.node.admin;

import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.NodeEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One connection to the admin port: one request, one answer, closed.
///
/// A second request on the connection is not read: so no client can pile answers up in memory.
final class AdminConversation extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String JSON = "application/json";
  private static final String OWN_HEADER = "x-weir";
  private static final String OURS = "1";

  private final AdminPages pages;
  private final EventLog log;
  private boolean answered;

  AdminConversation(AdminPages pages, EventLog log) {
    this.pages = pages;
    this.log = log;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (answered) {
      return;
    }
    answered = true;
    ctx.channel().config().setAutoRead(false);
    boolean head = request.method().equals(HttpMethod.HEAD);
    var local = (InetSocketAddress) ctx.channel().localAddress();
    var remote = (InetSocketAddress) ctx.channel().remoteAddress();
    write(ctx, answerTo(request, local, remote.getAddress()), head, request.uri());
  }

  private void write(ChannelHandlerContext ctx, Answer answer, boolean head, String uri) {
    switch (answer) {
      case Answer.Json(int status, Object value) -> json(ctx, status, value, uri);
      case Answer.Text(String mediaType, String text) -> whole(ctx, 200, mediaType, text, uri);
      case Answer.Listing listing -> stream(ctx, listing, head, uri);
      case Answer.Later(var later) ->
          later.thenAcceptAsync(found -> write(ctx, found, head, uri), ctx.executor());
    }
  }

  private Answer answerTo(FullHttpRequest request, InetSocketAddress local, InetAddress remote) {
    if (request.decoderResult().isFailure() || !request.uri().startsWith("/")) {
      return error(400, "not a request that is understood here");
    }
    switch (HostCheck.judge(request.headers().getAll(HttpHeaderNames.HOST), local)) {
      case MALFORMED -> {
        return error(400, "exactly one Host header is expected");
      }
      case FOREIGN -> {
        return error(421, "this is not the host you named; use its address or localhost");
      }
      case OURS -> {}
    }
    return page(request, remote);
  }

  private Answer page(FullHttpRequest request, InetAddress remote) {
    String uri = request.uri();
    try {
      var query = new QueryStringDecoder(uri);
      var here = pages.at(query.path());
      var page = here.get(asked(request.method()));
      var refusal =
          page != null && page.access().acts()
              ? refusedAction(request, page.access(), remote)
              : refusedReading(request, here);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      if (page == null) {
        return new Answer.Json(404, Map.of("error", "no such page", "pages", pages.links()));
      }
      var parameters = new LinkedHashMap<String, String>();
      query.parameters().forEach((name, values) -> parameters.put(name, values.getFirst()));
      return page.answer().apply(parameters);
    } catch (RuntimeException e) { // a page is foreign code: its fault must not end the admin port
      return failed(uri, e);
    }
  }

  /// Reading is what any other method is taken for, and refused as.
  private static Method asked(HttpMethod method) {
    return method.equals(HttpMethod.POST)
        ? Method.POST
        : method.equals(HttpMethod.DELETE) ? Method.DELETE : Method.GET;
  }

  private static Optional<Answer> refusedReading(
      FullHttpRequest request, Map<Method, AdminPages.Page> here) {
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (!reads) {
      return Optional.of(error(405, "only " + allowed(here) + " is answered"));
    }
    return here.isEmpty() || here.containsKey(Method.GET)
        ? Optional.empty()
        : Optional.of(error(405, "this is done by " + allowed(here) + " only"));
  }

  /// The methods of a path, as `Allow` names them.
  private static String allowed(Map<Method, AdminPages.Page> here) {
    var methods = here.isEmpty() ? Set.of(Method.GET) : here.keySet();
    return methods.stream()
        .map(method -> method == Method.GET ? "GET, HEAD" : method.name())
        .collect(Collectors.joining(", "));
  }

  /// A page of a foreign site can have a browser send a POST, but not with this header: for that
  /// the browser asks us first, by OPTIONS, which is not answered.
  private static Optional<Answer> refusedAction(
      FullHttpRequest request, AdminPages.Access access, InetAddress remote) {
    if (access.localOnly() && !remote.isLoopbackAddress()) {
      return Optional.of(error(403, "this is done from the node's own host only"));
    }
    if (!OURS.equals(request.headers().get(OWN_HEADER))) {
      return Optional.of(error(403, "the header X-Weir: 1 is missing"));
    }
    return request.content().isReadable()
        ? Optional.of(error(400, "no body is expected"))
        : Optional.empty();
  }

  private void json(ChannelHandlerContext ctx, int status, Object value, String uri) {
    String text;
    int code = status;
    try {
      text = JsonText.of(value);
    } catch (RuntimeException e) { // whatever a page's value throws while it is read
      failed(uri, e);
      code = 500;
      text = "{\"error\":\"this page failed; the log has the reason\"}";
    }
    whole(ctx, code, JSON, text + "\n", uri);
  }

  private void whole(
      ChannelHandlerContext ctx, int status, String mediaType, String text, String uri) {
    ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    describe(response, mediaType);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    if (status == 405) {
      response
          .headers()
          .set(HttpHeaderNames.ALLOW, allowed(pages.at(new QueryStringDecoder(uri).path())));
    }
    ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private void stream(ChannelHandlerContext ctx, Answer.Listing listing, boolean head, String uri) {
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    describe(response, JSON);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
    ctx.write(response);
    var written =
        ctx.writeAndFlush(
            head
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new HttpChunkedInput(new ListingChunks(listing)));
    written.addListener(done -> {
      if (done.cause() instanceof RuntimeException e) {
        failed(uri, e);
      }
      ctx.close(); // in mid-stream this leaves the last chunk out, which tells the client
    });
  }

  private static void describe(HttpResponse response, String mediaType) {
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, mediaType)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.CONNECTION, "close")
        .set("x-content-type-options", "nosniff");
  }

  private Answer failed(String uri, RuntimeException e) {
    log.record(NodeEvent.ADMIN_PAGE_FAILED, "page", uri, "reason", e);
    return error(500, "this page failed; the log has the reason");
  }

  private static Answer error(int status, String sentence) {
    return new Answer.Json(status, Map.of("error", sentence));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // the connection broke, or its bytes were no HTTP: there is nobody to tell
  }
}
