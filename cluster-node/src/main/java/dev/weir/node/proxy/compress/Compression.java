package dev.weir.node.proxy.compress;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is compressed for whom. Pure.
///
/// @param types media types such as `text/html`, or `text/*`
/// @param bytesMin shorter bodies are left as they are
/// @param codings in the order of preference; none: nothing is compressed
public record Compression(List<String> types, long bytesMin, List<Coding> codings) {
  /// Nothing is.
  public static final Compression NONE = new Compression(List.of(), 0, List.of());

  /// What is said of the body as the origin sent it, and not of a coded one.
  private static final Set<String> OF_IDENTITY =
      Set.of(
          "content-length",
          "content-md5",
          "digest",
          "content-digest",
          "repr-digest",
          "accept-ranges");

  /// Copies the lists.
  public Compression {
    types = List.copyOf(types);
    codings = List.copyOf(codings);
  }

  /// Whether nothing is ever compressed.
  public boolean isOff() {
    return codings.isEmpty();
  }

  /// The coding for a client; empty when it takes none, or wants a part of a body (RFC 9110 §14.2:
  /// parts are of one representation, which is the one that the origin has).
  Optional<Coding> wanted(RequestHead request) {
    Fields fields = request.fields();
    if (fields.has("Range")
        || fields.tokens("Cache-Control").contains("no-transform")
        || !(request.isGet() || request.isHead())) {
      return Optional.empty();
    }
    return codings.stream()
        .filter(it -> AcceptEncoding.weight(fields, it.text()) > 0)
        .max(
            Comparator.<Coding>comparingInt(it -> AcceptEncoding.weight(fields, it.text()))
                .thenComparingInt(it -> -codings.indexOf(it)));
  }

  /// A request with what it accepts in as few words as are needed, so that a variant is stored
  /// once, not for each browser's way of saying it.
  public RequestHead asked(RequestHead request) {
    if (isOff() || !request.fields().has("Accept-Encoding")) {
      return request;
    }
    Optional<Coding> wanted = wanted(request);
    if (wanted.isPresent()) {
      return request.withFields(request.fields().with("Accept-Encoding", wanted.get().text()));
    }
    return request.fields().has("Range")
        ? request.withFields(request.fields().with("Accept-Encoding", "identity"))
        : request;
  }

  /// Whether an answer would be compressed for a client that wants it.
  boolean suits(RequestHead request, ResponseHead response) {
    Fields fields = response.fields();
    return !isOff()
        && response.status() == 200
        && (request.isGet() || request.isHead())
        && !fields.has("Content-Encoding")
        && !fields.has("Content-Range")
        && !fields.tokens("Cache-Control").contains("no-transform")
        && fields.first("Content-Type").filter(this::hasType).isPresent()
        && fields.first("Content-Length").map(Long::parseLong).orElse(Long.MAX_VALUE) >= bytesMin;
  }

  private boolean hasType(String contentType) {
    int end = contentType.indexOf(';');
    String type =
        contentType
            .substring(0, end < 0 ? contentType.length() : end)
            .strip()
            .toLowerCase(Locale.ROOT);
    return types.stream()
        .anyMatch(it ->
            it.endsWith("/*")
                ? type.startsWith(it.substring(0, it.length() - 1))
                : it.equals(type));
  }

  /// The head of an answer that depends on what clients accept.
  static ResponseHead varied(ResponseHead head) {
    Set<String> vary = Set.copyOf(head.fields().tokens("Vary"));
    return vary.contains("accept-encoding") || vary.contains("*")
        ? head
        : head.withFields(head.fields().plus("Vary", "Accept-Encoding"));
  }

  /// The head of the same answer, coded. Its octets are others than those that the origin's strong
  /// validator stands for, so that becomes weak (RFC 9110 §8.8.3.3).
  static ResponseHead coded(ResponseHead head, Coding coding) {
    Fields fields = head.fields().without(OF_IDENTITY).plus("Content-Encoding", coding.text());
    Optional<String> tag = fields.first("ETag").filter(it -> it.startsWith("\""));
    return varied(head.withFields(tag.map(it -> fields.with("ETag", "W/" + it)).orElse(fields)));
  }

  /// The head of a 304 to a request that asked by a weak tag which was made here of the origin's
  /// strong one: it speaks of what is stored (RFC 9111 §4.3.4).
  static ResponseHead confirmed(RequestHead asked, ResponseHead head) {
    Optional<String> tag = head.fields().first("ETag").filter(it -> it.startsWith("\""));
    boolean ours =
        head.status() == 304
            && tag.filter(it -> asked.fields().all("If-None-Match").contains("W/" + it))
                .isPresent();
    return ours ? head.withFields(head.fields().with("ETag", "W/" + tag.orElseThrow())) : head;
  }
}
