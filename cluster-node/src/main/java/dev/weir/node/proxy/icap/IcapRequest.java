package dev.weir.node.proxy.icap;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.node.proxy.request.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;

/// A request to a service, as octets of its head and of the heads that it encloses (RFC 3507 §4.3).
/// Pure.
///
/// @param response of RESPMOD
/// @param preview octets of the body that come before it says whether it wants the rest; empty: all
///   come at once
/// @param allows204 whether it may say so at any time that nothing is changed
record IcapRequest(
    IcapSettings service,
    RequestHead request,
    Optional<ResponseHead> response,
    boolean hasBody,
    OptionalInt preview,
    boolean allows204) {
  /// That asks what the service is like (RFC 3507 §4.10).
  static String options(IcapSettings service) {
    return "OPTIONS "
        + service.uri()
        + " ICAP/1.0\r\nHost: "
        + service.host()
        + "\r\nUser-Agent: weir\r\nEncapsulated: null-body=0\r\n\r\n";
  }

  /// All heads.
  String head(Adaptation.Client client) {
    String asked = askedHead(client.scheme());
    String answered = response.map(IcapRequest::answeredHead).orElse("");
    var head = new StringBuilder(1024);
    head.append(service.mode()).append(' ').append(service.uri()).append(" ICAP/1.0\r\n");
    line(head, "Host", service.host());
    line(head, "User-Agent", "weir");
    if (allows204) {
      line(head, "Allow", "204");
    }
    preview.ifPresent(octets -> line(head, "Preview", Integer.toString(octets)));
    client.address().ifPresent(it -> line(head, "X-Client-IP", it.getHostAddress()));
    client.user().ifPresent(it -> line(head, "X-Authenticated-User", encoded("Local://" + it)));
    boolean ofResponse = service.mode() == IcapSettings.Mode.RESPMOD;
    line(
        head,
        "Encapsulated",
        "req-hdr=0, "
            + (ofResponse ? "res-hdr=" + asked.length() + ", " : "")
            + (hasBody ? (ofResponse ? "res-body=" : "req-body=") : "null-body=")
            + (asked.length() + answered.length()));
    return head.append("\r\n").append(asked).append(answered).toString();
  }

  private String askedHead(Scheme scheme) {
    String host = request.fields().first("Host").orElse("");
    String target =
        request.target().startsWith("/") ? scheme.prefix() + host + request.target() : "*";
    var head = new StringBuilder(request.method() + " " + target + " HTTP/1.1\r\n");
    lines(head, request.fields());
    return head.append("\r\n").toString();
  }

  private static String answeredHead(ResponseHead response) {
    var head = new StringBuilder("HTTP/1.1 " + response.status() + " -\r\n");
    lines(head, response.fields());
    return head.append("\r\n").toString();
  }

  private static void lines(StringBuilder head, Fields fields) {
    for (Fields.Field field : fields) {
      line(head, field.name(), field.value());
    }
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
