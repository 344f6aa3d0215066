package dev.weir.node.proxy.icap.wire;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an answer of ICAP encloses (RFC 3507 §4.4.1): where its heads end, and whether a body
/// follows. Pure, and total: what is not understood is empty.
///
/// @param requestOctets of the head of a request; 0: there is none
/// @param responseOctets of that of a response, behind it; 0: there is none
record Encapsulated(int requestOctets, int responseOctets, boolean hasBody) {
  /// The most octets of heads.
  static final int HEADS_OCTETS_MAX = 64 * 1024;

  /// Nothing.
  static final Encapsulated NOTHING = new Encapsulated(0, 0, false);

  private static final int FIELDS_MAX = 200;
  private static final int LENGTH_DIGITS_MAX = 18;
  private static final Pattern PART = Pattern.compile("([a-z]{3,4}-[a-z]{3,4})=([0-9]{1,6})");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([2-5][0-9][0-9])( .*)?");
  private static final Pattern REQUEST =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([!-~]{1,8192}) HTTP/1\\.[01]");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  int octets() {
    return requestOctets + responseOctets;
  }

  /// What a field of this value says.
  static Optional<Encapsulated> of(String value) {
    var names = new ArrayList<String>();
    var offsets = new ArrayList<Integer>();
    for (String part : value.split(",", -1)) {
      Matcher read = PART.matcher(part.strip().toLowerCase(Locale.ROOT));
      if (!read.matches()) {
        return Optional.empty();
      }
      names.add(read.group(1));
      offsets.add(Integer.parseInt(read.group(2)));
    }
    int end = offsets.getLast();
    boolean ordered = offsets.getFirst() == 0 && end <= HEADS_OCTETS_MAX;
    for (int i = 1; i < offsets.size(); i++) {
      ordered &= offsets.get(i) > offsets.get(i - 1);
    }
    String body = names.getLast();
    if (!ordered || names.size() > 3) {
      return Optional.empty();
    }
    return switch (String.join(" ", names.subList(0, names.size() - 1))) {
      case "" ->
          body.equals("null-body")
              ? Optional.of(NOTHING)
              : body.equals("opt-body")
                  ? Optional.of(new Encapsulated(0, 0, true))
                  : Optional.empty();
      case "req-hdr" -> of(end, 0, body, "req-body");
      case "res-hdr" -> of(0, end, body, "res-body");
      case "req-hdr res-hdr" -> of(offsets.get(1), end - offsets.get(1), body, "res-body");
      default -> Optional.empty();
    };
  }

  private static Optional<Encapsulated> of(int request, int response, String body, String known) {
    boolean has = body.equals(known);
    return has || body.equals("null-body")
        ? Optional.of(new Encapsulated(request, response, has))
        : Optional.empty();
  }

  /// The head of a request; its target stays as it is.
  static Optional<RequestHead> request(String octets) {
    List<String> lines = lines(octets);
    Matcher line = REQUEST.matcher(lines.isEmpty() ? "" : lines.getFirst());
    return line.matches()
        ? fields(lines).map(it -> new RequestHead(line.group(1), line.group(2), it))
        : Optional.empty();
  }

  /// The head of a response.
  static Optional<ResponseHead> response(String octets) {
    List<String> lines = lines(octets);
    Matcher line = STATUS.matcher(lines.isEmpty() ? "" : lines.getFirst());
    return line.matches()
        ? fields(lines).map(it -> new ResponseHead(Integer.parseInt(line.group(1)), it))
        : Optional.empty();
  }

  /// The lines of a head that ends as it should; none otherwise.
  private static List<String> lines(String octets) {
    return octets.endsWith("\r\n\r\n")
        ? List.of(octets.substring(0, octets.length() - 4).split("\r\n", -1))
        : List.of();
  }

  /// The fields of a head, or of an answer itself: no line is folded, and one length at most.
  static Optional<Fields> fields(List<String> lines) {
    var fields = new ArrayList<Fields.Field>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      boolean whole =
          colon > 0
              && NAME.matcher(line.substring(0, colon)).matches()
              && line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
      if (!whole || fields.size() == FIELDS_MAX) {
        return Optional.empty();
      }
      fields.add(new Fields.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Fields all = Fields.of(fields);
    List<String> length = all.all("Content-Length");
    boolean sound =
        length.isEmpty()
            || (length.size() == 1
                && length.getFirst().matches("[0-9]{1," + LENGTH_DIGITS_MAX + "}"));
    return sound ? Optional.of(all) : Optional.empty();
  }
}
