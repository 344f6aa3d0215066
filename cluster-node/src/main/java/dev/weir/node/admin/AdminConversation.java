package dev.weir.node.admin;

import dev.weir.node.admin.AdminPages.Method;
import dev.weir.node.admin.gate.Gate;
import dev.weir.node.admin.gate.Intent;
import dev.weir.node.admin.gate.Parameters;
import dev.weir.node.admin.gate.Refused;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One connection to the admin port: one request, one answer, closed.
///
/// A second request on the connection is not read: so no client can pile answers up in memory.
final class AdminConversation extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final AdminPages pages;
  private final Gate gate;
  private final AdminMeters meters;
  private boolean answered;

  AdminConversation(AdminPages pages, Gate gate, AdminMeters meters) {
    this.pages = pages;
    this.gate = gate;
    this.meters = meters;
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
      case Answer.Text(String mediaType, String text) ->
          Responses.whole(ctx, 200, mediaType, text, Map.of());
      case Answer.Listing listing -> stream(ctx, listing, head, uri);
      case Answer.Later(var later) ->
          later.whenCompleteAsync(
              (found, why) -> write(ctx, why == null ? found : failed(uri, why), head, uri),
              ctx.executor());
    }
  }

  private Answer answerTo(FullHttpRequest request, InetSocketAddress local, InetAddress remote) {
    Optional<Refused> misunderstood = misunderstood(request, local);
    if (misunderstood.isPresent()) {
      return refused(misunderstood.get(), remote);
    }
    String uri = request.uri();
    try {
      var query = new QueryStringDecoder(uri);
      var here = pages.at(query.path());
      var page = here.get(asked(request.method()));
      Optional<Answer> refusal = refusal(request, remote, here, page);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      if (page == null) {
        return new Answer.Json(404, Map.of("error", "no such page", "pages", pages.links()));
      }
      String body = request.content().toString(StandardCharsets.UTF_8);
      var parameters = Parameters.of(query.parameters(), page.access().acts() ? body : "");
      if (parameters.isEmpty()) {
        return refused(Refused.MALFORMED, remote);
      }
      Answer answer = page.answer().apply(parameters.get());
      meters.answered();
      return answer;
    } catch (RuntimeException e) { // a page is foreign code: its fault must not end the admin port
      return failed(uri, e);
    }
  }

  private static Optional<Refused> misunderstood(FullHttpRequest request, InetSocketAddress local) {
    if (request.decoderResult().isFailure() || !request.uri().startsWith("/")) {
      return Optional.of(Refused.MALFORMED);
    }
    return switch (HostCheck.judge(request.headers().getAll(HttpHeaderNames.HOST), local)) {
      case MALFORMED -> Optional.of(Refused.MALFORMED);
      case FOREIGN -> Optional.of(Refused.MISDIRECTED);
      case OURS -> Optional.empty();
    };
  }

  /// Whoever shows no token learns nothing of what is here, but for pages that anybody may read.
  private Optional<Answer> refusal(
      FullHttpRequest request,
      InetAddress remote,
      Map<Method, AdminPages.Page> here,
      AdminPages.@Nullable Page page) {
    boolean open = page != null && page.access().anybody();
    var stranger =
        open
            ? Optional.<Refused>empty()
            : gate.refusal(remote, request.headers().getAll(HttpHeaderNames.AUTHORIZATION));
    if (stranger.isPresent()) {
      return stranger.map(why -> refused(why, remote));
    }
    return page != null && page.access().acts()
        ? intent(request.headers()).refusal().map(why -> refused(why, remote))
        : refusedReading(request, here);
  }

  private static Intent intent(HttpHeaders headers) {
    return new Intent(
        headers.get(HttpHeaderNames.HOST),
        headers.get(HttpHeaderNames.ORIGIN),
        headers.get("sec-fetch-site"),
        headers.get("x-weir"),
        headers.get(HttpHeaderNames.CONTENT_TYPE));
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

  private void json(ChannelHandlerContext ctx, int status, Object value, String uri) {
    String text;
    int code = status;
    try {
      text = JsonText.of(value);
    } catch (RuntimeException e) { // whatever a page's value throws while it is read
      meters.failed(uri, e);
      code = 500;
      text = "{\"error\":\"this page failed; the log has the reason\"}";
    }
    Responses.whole(ctx, code, Responses.JSON, text + "\n", headers(code, uri));
  }

  private Map<String, String> headers(int status, String uri) {
    return switch (status) {
      case 401 -> Map.of("www-authenticate", "Bearer");
      case 405 -> Map.of("allow", allowed(pages.at(new QueryStringDecoder(uri).path())));
      case 429 -> Map.of("retry-after", Long.toString(Gate.WINDOW.toSeconds()));
      default -> Map.of();
    };
  }

  private void stream(ChannelHandlerContext ctx, Answer.Listing listing, boolean head, String uri) {
    Responses.stream(ctx, listing, head)
        .addListener(done -> {
          if (done.cause() instanceof RuntimeException e) {
            meters.failed(uri, e);
          }
          ctx.close(); // in mid-stream this leaves the last chunk out, which tells the client
        });
  }

  private Answer failed(String uri, Throwable why) {
    meters.failed(uri, why instanceof RuntimeException e ? e : new IllegalStateException(why));
    return error(500, "this page failed; the log has the reason");
  }

  private Answer refused(Refused why, InetAddress remote) {
    meters.refused(why, remote);
    return error(why.status(), why.sentence());
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
