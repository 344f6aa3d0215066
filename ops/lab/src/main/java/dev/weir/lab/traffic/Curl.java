package dev.weir.lab.traffic;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An ordinary HTTP client in a namespace: `curl`, with no proxy and no configuration.
public final class Curl {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// What curl saw of one request.
  ///
  /// @param exit curl's exit status: 0 when a whole response came
  /// @param status the HTTP status; 0 when there was none
  /// @param remoteAddress the address it was connected to
  /// @param localPort its own port of that connection
  /// @param octets the length of the body as it arrived
  /// @param millis from the first try to the last octet
  /// @param cacheStatus what a cache said of itself; its name is empty when none had a part in it
  /// @param headers the response's header fields, names in lower case
  public record Answer(
      int exit,
      int status,
      String remoteAddress,
      int localPort,
      long octets,
      double millis,
      CacheStatus cacheStatus,
      Map<String, List<String>> headers) {

    /// Copies the fields.
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  private static final String END_OF_HEAD = "\r\n\r\n";

  private Curl() {}

  /// Fetches a URL from a client and throws the body away.
  public static Answer get(LabHost client, String url, Duration limit)
      throws LabFailure, InterruptedException {
    return get(client, url, limit, List.of());
  }

  /// Fetches a URL no faster than so many octets a second.
  public static Answer getSlowly(LabHost client, String url, Duration limit, long octetsPerSecond)
      throws LabFailure, InterruptedException {
    return get(client, url, limit, List.of("--limit-rate", Long.toString(octetsPerSecond)));
  }

  /// Fetches a URL from a client that has known an address of its host for a while.
  public static Answer getAt(LabHost client, String url, String address, Duration limit)
      throws LabFailure, InterruptedException {
    String host = url.split("/", -1)[2];
    return get(client, url, limit, List.of("--resolve", host + ":80:" + address));
  }

  /// Fetches a URL from a client that is configured to use a node of the caches.
  public static Answer getThrough(LabHost client, String url, String proxy, Duration limit)
      throws LabFailure, InterruptedException {
    return get(client, url, limit, List.of("--noproxy", "", "--proxy", "http://" + proxy));
  }

  /// Sends a file.
  public static Answer post(LabHost client, String url, Duration limit, Path body)
      throws LabFailure, InterruptedException {
    return get(client, url, limit, List.of("--data-binary", "@" + body, "--header", "Expect:"));
  }

  /// Submits something of that name to a page of [VersionedPages], at this address.
  public static Answer submit(LabHost client, String url, String address, String name)
      throws LabFailure, InterruptedException {
    String host = url.split("/", -1)[2];
    return get(
        client,
        url,
        Duration.ofSeconds(10),
        List.of(
            "--resolve",
            host + ":80:" + address,
            "--data-binary",
            name,
            "--header",
            VersionedPages.SUBMISSION_FIELD + ": " + name));
  }

  private static Answer get(LabHost client, String url, Duration limit, List<String> options)
      throws LabFailure, InterruptedException {
    var command = new ArrayList<String>(List.of("ip", "netns", "exec", client.namespace()));
    command.addAll(List.of("curl", "-q", "--silent", "--noproxy", "*", "--output", "/dev/null"));
    command.addAll(options);
    command.addAll(List.of("--max-time", Long.toString(limit.toSeconds())));
    command.addAll(List.of("--dump-header", "-", "--write-out", "%{json}", url));
    return read(Shell.run(limit.plusSeconds(2), command));
  }

  /// What curl has written: the heads of all responses, then what it says of the transfer.
  private static Answer read(Shell.Outcome outcome) throws LabFailure {
    String out = outcome.out();
    int end = out.lastIndexOf(END_OF_HEAD);
    try {
      JsonNode written = JSON.readTree(out.substring(end < 0 ? 0 : end + END_OF_HEAD.length()));
      Map<String, List<String>> headers = end < 0 ? Map.of() : fields(out.substring(0, end));
      return new Answer(
          outcome.exit(),
          written.path("response_code").asInt(0),
          written.path("remote_ip").asString(""),
          written.path("local_port").asInt(0),
          written.path("size_download").asLong(0),
          written.path("time_total").asDouble(0) * 1_000,
          CacheStatus.of(String.join(", ", headers.getOrDefault("cache-status", List.of()))),
          headers);
    } catch (JacksonException e) {
      throw new LabFailure("curl said nothing of use: " + outcome.lastWord(), e);
    }
  }

  /// The fields of the last head.
  private static Map<String, List<String>> fields(String heads) {
    var fields = new HashMap<String, List<String>>();
    heads
        .substring(heads.lastIndexOf(END_OF_HEAD) + 1)
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts ->
            fields
                .computeIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(parts[1].strip()));
    return fields;
  }
}
