package dev.weir.node.proxy.forwarded;

import dev.weir.cache.message.Fields;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a way in tells origins of its clients. Immutable.
///
/// Where what the client wrote does not go on, nothing else does by which it could say the same to
/// an origin that believes it.
///
/// @param plain of X-Forwarded-For
/// @param standard of Forwarded
public record Forwarding(Telling plain, Telling standard) {
  /// Nothing is told and nothing taken away.
  public static final Forwarding UNTOUCHED = new Forwarding(Telling.KEEP, Telling.KEEP);

  private static final String PLAIN = "X-Forwarded-For";
  private static final String STANDARD = "Forwarded";

  /// Others that say in part what X-Forwarded-For says.
  private static final Set<String> BESIDE_PLAIN =
      Set.of(
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-forwarded-server",
          "x-real-ip",
          "x-client-ip",
          "true-client-ip");

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String QUOTED = "\"(?:[\\t !#-\\[\\]-~]|\\\\[\\t -~])*+\"";
  private static final String PAIR = "(?:" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + "))";
  private static final String ELEMENT = PAIR + "?(?:;" + PAIR + "?)*+";

  /// RFC 7239 §4: elements between commas. An open quotation would take ours in.
  private static final Pattern ELEMENTS =
      Pattern.compile(ELEMENT + "(?:[ \\t]*+,[ \\t]*+" + ELEMENT + ")*+");

  /// The fields of a request, told so.
  ///
  /// @param client whose it is; empty when that is not known any more
  /// @param own our pseudonym
  public Fields told(Fields fields, Optional<InetAddress> client, String own) {
    Fields told = fields;
    if (plain != Telling.KEEP) {
      String came = String.join(", ", fields.all(PLAIN));
      told = told.without(plain == Telling.ADD ? Set.of("x-forwarded-for") : BESIDE_PLAIN);
      Optional<String> said = client.map(InetAddress::getHostAddress);
      told = with(told, PLAIN, plain, came, said);
    }
    if (standard != Telling.KEEP) {
      List<String> all = fields.all(STANDARD);
      String came = String.join(", ", all);
      boolean sound = ELEMENTS.matcher(came).matches();
      told = told.without(Set.of("forwarded"));
      Optional<String> said =
          client.map(address -> "for=" + node(address) + ";by=_" + own + ";proto=http");
      told = with(told, STANDARD, standard, sound ? came : "", said);
    }
    return told;
  }

  private static Fields with(
      Fields fields, String name, Telling how, String came, Optional<String> said) {
    if (how == Telling.REMOVE || said.isEmpty()) {
      return fields;
    }
    boolean behind = how == Telling.ADD && !came.isBlank();
    return fields.plus(name, behind ? came + ", " + said.get() : said.get());
  }

  /// A node (RFC 7239 §6): an address of IPv6 stands in brackets, and so in quotation marks.
  private static String node(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return address instanceof Inet6Address ? "\"[" + bare + "]\"" : bare;
  }
}
