package dev.weir.node.proxy.request;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Our own look at a request head, after Netty's (RFC 9112 §3, RFC 9110 §7).
public sealed interface RequestCheck {
  /// The most field lines of one head.
  int FIELDS_MAX = 100;

  /// The longest target, in octets (RFC 9110 §4.1 wants 8000 at least).
  int TARGET_LENGTH_MAX = 8 * 1024;

  /// The most options of Connection.
  int CONNECTION_OPTIONS_MAX = 16;

  /// A token (RFC 9110 §5.6.2).
  Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  /// The beginning of an absolute-form (RFC 3986 §3.1 Scheme).
  Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,31}://");

  /// The same of what only the two ends may read.
  Pattern TUNNELLED = Pattern.compile("(?i)(https|wss)://");

  /// It may be carried out.
  record Accepted(CheckedRequest request) implements RequestCheck {}

  /// It is answered with the refusal's status, and the connection closed.
  record Refused(Refusal refusal) implements RequestCheck {}

  /// Checks a request as it was decoded on the intercepting listener.
  ///
  /// @param version such as `HTTP/1.1`
  /// @param ownName our pseudonym in Via
  static RequestCheck of(RequestHead head, String version, String ownName) {
    return of(head, version, ownName, Scheme.HTTP);
  }

  /// The same of a request that came by a scheme.
  static RequestCheck of(RequestHead head, String version, String ownName, Scheme scheme) {
    Optional<Refusal> refusal = ofFields(head, version, ownName);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    if (head.method().equals("CONNECT") || head.method().equals("PURGE")) {
      return new Refused(Refusal.METHOD_NOT_OFFERED);
    }
    List<String> hosts = head.fields().all("Host");
    if (hosts.size() != 1) {
      return new Refused(Refusal.HOST_COUNT);
    }
    Optional<Authority> host = Authority.parse(hosts.getFirst(), scheme);
    if (host.isEmpty()) {
      return new Refused(Refusal.HOST);
    }
    return ofTarget(head, host.get(), version.equals("HTTP/1.1"));
  }

  /// What is wrong with a head, its target and its host aside.
  static Optional<Refusal> ofFields(RequestHead head, String version, String ownName) {
    Fields fields = head.fields();
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      return Optional.of(Refusal.VERSION);
    }
    if (head.target().length() > TARGET_LENGTH_MAX) {
      return Optional.of(Refusal.URI_TOO_LONG);
    }
    if (fields.size() > FIELDS_MAX) {
      return Optional.of(Refusal.TOO_MANY_FIELDS);
    }
    if (!TOKEN.matcher(head.method()).matches()) {
      return Optional.of(Refusal.METHOD);
    }
    if (fields.tokens("Connection").size() > CONNECTION_OPTIONS_MAX) {
      return Optional.of(Refusal.CONNECTION_OPTIONS);
    }
    if (!framingUnderstood(fields)) {
      return Optional.of(Refusal.FRAMING);
    }
    List<String> expectations = fields.all("Expect");
    if (!expectations.isEmpty()
        && !(expectations.size() == 1
            && expectations.getFirst().equalsIgnoreCase("100-continue"))) {
      return Optional.of(Refusal.EXPECTATION);
    }
    if (Hops.areOver(head)) {
      return Optional.of(
          head.method().equals("TRACE") ? Refusal.METHOD_NOT_OFFERED : Refusal.ENDS_HERE);
    }
    boolean loops =
        fields.all("Via").stream()
            .flatMap(via -> Pattern.compile(",").splitAsStream(via))
            .anyMatch(member -> member.strip().endsWith(" " + ownName));
    return loops ? Optional.of(Refusal.LOOP) : Optional.empty();
  }

  /// Exactly one framing, in the one spelling we would send. The two keys of the WebSocket draft 76
  /// make Netty read eight octets of a body that no length announces.
  private static boolean framingUnderstood(Fields fields) {
    List<String> coding = fields.all("Transfer-Encoding");
    List<String> length = fields.all("Content-Length");
    if (fields.has("Sec-WebSocket-Key1")
        || fields.has("Sec-WebSocket-Key2")
        || Disguise.isWornIn(fields)) {
      return false;
    }
    if (!coding.isEmpty()) {
      return length.isEmpty()
          && coding.size() == 1
          && coding.getFirst().equalsIgnoreCase("chunked");
    }
    return length.isEmpty()
        || (length.size() == 1
            && length.getFirst().length() <= 18
            && !length.getFirst().isEmpty()
            && length.getFirst().chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  private static RequestCheck ofTarget(RequestHead head, Authority host, boolean http11) {
    String target = head.target();
    if (target.isEmpty() || !target.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#')) {
      return new Refused(Refusal.TARGET);
    }
    if (target.startsWith("/") || (target.equals("*") && head.method().equals("OPTIONS"))) {
      return accepted(head, host, http11);
    }
    String prefix = host.scheme().prefix();
    if (!target.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return new Refused(ofScheme(target));
    }
    int end = prefix.length();
    while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    Optional<Authority> named =
        Authority.parse(target.substring(prefix.length(), end), host.scheme());
    if (named.isEmpty()) {
      return new Refused(Refusal.TARGET);
    }
    if (!named.get().equals(host)) {
      return new Refused(Refusal.TARGET_AND_HOST_DIFFER);
    }
    String path = target.substring(end);
    String origin = path.startsWith("/") ? path : "/" + path;
    return accepted(new RequestHead(head.method(), origin, head.fields()), host, http11);
  }

  private static Refusal ofScheme(String target) {
    if (!SCHEME.matcher(target).lookingAt()) {
      return Refusal.TARGET;
    }
    return TUNNELLED.matcher(target).lookingAt() ? Refusal.SCHEME_NEEDS_CONNECT : Refusal.SCHEME;
  }

  private static RequestCheck accepted(RequestHead head, Authority host, boolean http11) {
    List<String> options = head.fields().tokens("Connection");
    boolean keepAlive = !options.contains("close") && (http11 || options.contains("keep-alive"));
    return new Accepted(new CheckedRequest(head, host, http11, keepAlive));
  }
}
