package dev.weir.cli.show;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Asks the admin ports of programs, one after the other, until one has the page.
public final class AdminClient {
  /// Where a program says whether it does its work.
  public static final String READY = "/readyz";

  /// Where a program's numbers are.
  public static final String METRICS = "/metrics";

  private static final String WANTS_TOKEN =
      "it wants its admin.token: set "
          + AdminToken.VARIABLE
          + " to it, or to file: and the path of a file with it";

  private static final int WAIT_MILLIS = 5_000;
  private static final int REFUSAL_BYTES_MAX = 64 << 10;
  private static final int BODY_BYTES_MAX = 16 << 20;

  private final List<AdminAddress> addresses;
  private final Map<String, String> environment;

  /// A client for the given ports, in the order in which they are tried, with the token that the
  /// environment has.
  public AdminClient(List<AdminAddress> addresses) {
    this(addresses, System.getenv());
  }

  AdminClient(List<AdminAddress> addresses, Map<String, String> environment) {
    this.addresses = List.copyOf(addresses);
    this.environment = Map.copyOf(environment);
  }

  /// What came back.
  public sealed interface Reply {
    /// The page: JSON text.
    record Page(AdminAddress from, String json) implements Reply {}

    /// A program answered, but not with this page; what it said is cut at 64 KiB.
    record Refused(AdminAddress from, int status, String body) implements Reply {}

    /// Nobody answered at any of the addresses.
    record Unreachable(List<AdminAddress> tried, String why) implements Reply {}
  }

  /// Asks for the first of `paths`, such as `/v1/wccp`, that the program has.
  ///
  /// The first program that listens decides the reply.
  public Reply get(List<String> paths) {
    return first(address -> ask(address, paths));
  }

  /// Has the first program that listens do what is at this path.
  public Reply post(String path) {
    return first(address -> ask(address, "POST", path, WAIT_MILLIS));
  }

  /// The same with what may take a while.
  public Reply post(String path, Duration within) {
    return first(address -> ask(address, "POST", path, (int) within.toMillis()));
  }

  /// Has the first program that listens remove what is at this path.
  public Reply delete(String path) {
    return first(address -> ask(address, "DELETE", path, WAIT_MILLIS));
  }

  private interface Question {
    Reply put(AdminAddress address) throws IOException;
  }

  private Reply first(Question question) {
    String why = "";
    for (AdminAddress address : addresses) {
      try {
        Reply reply = question.put(address);
        return reply instanceof Reply.Refused(_, int status, _)
                && status == HttpURLConnection.HTTP_UNAUTHORIZED
            ? new Reply.Unreachable(List.of(address), WANTS_TOKEN)
            : reply;
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return new Reply.Unreachable(addresses, why);
  }

  private Reply ask(AdminAddress address, List<String> paths) throws IOException {
    for (String path : paths.subList(0, paths.size() - 1)) {
      Reply reply = ask(address, "GET", path, WAIT_MILLIS);
      if (reply instanceof Reply.Page) {
        return reply;
      }
    }
    return ask(address, "GET", paths.getLast(), WAIT_MILLIS);
  }

  private Reply ask(AdminAddress address, String method, String path, int waitMillis)
      throws IOException {
    URL url = URI.create("http://" + address + path).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setRequestProperty("X-Weir", "1"); // what acts wants it
    AdminToken.of(environment)
        .ifPresent(it -> connection.setRequestProperty("Authorization", "Bearer " + it));
    connection.setConnectTimeout(WAIT_MILLIS);
    connection.setReadTimeout(waitMillis);
    connection.setInstanceFollowRedirects(false);
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      return new Reply.Refused(address, status, refusal(connection));
    }
    try (InputStream body = connection.getInputStream()) {
      byte[] octets = body.readNBytes(BODY_BYTES_MAX + 1);
      if (octets.length > BODY_BYTES_MAX) {
        throw new IOException("the answer is longer than " + BODY_BYTES_MAX + " bytes");
      }
      return new Reply.Page(address, new String(octets, StandardCharsets.UTF_8));
    }
  }

  private static String refusal(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      return body == null
          ? ""
          : new String(body.readNBytes(REFUSAL_BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
