package dev.weir.node.config.value;

import dev.weir.node.config.yaml.ValueType;
import dev.weir.node.config.yaml.YamlNode.Kind;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The types of value a key can have, except times and sizes, which are in [Quantities].
public final class Values {
  private static final Set<Kind> TEXT = EnumSet.of(Kind.TEXT);
  private static final Set<Kind> ANY = EnumSet.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN);
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL);
  private static final Pattern HOST =
      Pattern.compile("(?=.{1,253}$)(?!(.*\\.)?[0-9]+$)" + LABEL + "(\\." + LABEL + ")*");
  static final Pattern PATTERN =
      Pattern.compile("\\*|(\\*\\.)?(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");
  private static final Pattern REQUEST_PATH = Pattern.compile("/[!-~]{0,127}");
  private static final Pattern USER = Pattern.compile("[!-9;-~]{1,64}");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]{1,64}/(\\*|[a-z0-9!#$&^_.+-]{1,64})");
  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");

  private Values() {}

  /// A name of 1 to 63 lower-case letters, digits and inner hyphens.
  public static ValueType<String> name(String example) {
    return text("name", "1 to 63 of a-z 0-9 -", example, NAME);
  }

  /// The name of a user: printable ASCII characters without a colon.
  public static ValueType<String> user() {
    return text("user name", "1 to 64 printable characters without a colon", "branch", USER);
  }

  /// The name of a host in the DNS (RFC 1123 §2.1), in lower case. The last label is no number, so
  /// that it is never taken for an address.
  public static ValueType<String> host() {
    return text("host name", "such as www.example.com, in lower case", "www.example.com", HOST);
  }

  /// A host, `*.` before one for all names below it, an address, or `*` for all hosts.
  public static ValueType<String> hostPattern() {
    return text(
        "host pattern", "such as www.example.com, *.example.com or *", "www.example.com", PATTERN);
  }

  /// A media type in lower case, or `type/*` for all of one sort.
  public static ValueType<String> mediaType() {
    return text("media type", "such as text/html or text/*", "text/html", MEDIA_TYPE);
  }

  /// Whether a text is a name as [#host] reads it.
  public static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }

  /// The name of a network device, as Linux limits it: 1 to 15 letters, digits, `_`, `.` and `-`.
  ///
  /// Stricter than the kernel, because the name is written into commands.
  public static ValueType<String> device(String example) {
    return text("device name", "1 to 15 of A-Z a-z 0-9 _ . -", example, DEVICE);
  }

  /// `true` or `false`.
  public static ValueType<Boolean> flag() {
    return new ScalarType<>(
        "flag", "true or false", true, EnumSet.of(Kind.BOOLEAN), Values::bool, b -> b.toString());
  }

  /// A whole number in a range, both ends included.
  public static ValueType<Integer> integer(int least, int most) {
    return new ScalarType<>(
        "integer",
        least + " to " + most,
        least,
        EnumSet.of(Kind.NUMBER),
        text -> number(text, least, most),
        n -> n.toString());
  }

  /// A set of up to 32 bits, as a hexadecimal number.
  public static ValueType<Integer> bits(int width) {
    return new ScalarType<>(
        "bits",
        "0x0 to 0x" + "f".repeat(width / 4),
        0x41,
        ANY,
        text -> hexadecimal(text, width),
        bits -> String.format("0x%x", bits));
  }

  /// A folder, by its whole path.
  public static ValueType<Path> folder(Path example) {
    return whole("folder", example);
  }

  /// A file, by its whole path.
  public static ValueType<Path> file(Path example) {
    return whole("file", example);
  }

  private static ValueType<Path> whole(String type, Path example) {
    return new ScalarType<>(
        type,
        "PATH",
        example,
        TEXT,
        text -> {
          if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new Unreadable("is not a whole path", "write it from / on");
          }
          return Path.of(text);
        },
        Path::toString);
  }

  /// A TCP or UDP port, 1 to 65535.
  public static ValueType<Integer> port() {
    return new ScalarType<>(
        "port",
        "1 to 65535",
        80,
        EnumSet.of(Kind.NUMBER),
        text -> number(text, 1, 65535),
        n -> n.toString());
  }

  /// The path of a request, in printable ASCII characters other than a blank.
  public static ValueType<String> path(String example) {
    return text("path", "begins with /", example, REQUEST_PATH);
  }

  /// An IPv4 address.
  public static ValueType<Inet4Address> address() {
    return new ScalarType<>(
        "IPv4 address", "-", Ipv4.EXAMPLE, ANY, Ipv4::read, Inet4Address::getHostAddress);
  }

  /// An IPv4 prefix in CIDR notation.
  public static ValueType<Prefix> prefix() {
    return new ScalarType<>(
        "prefix",
        "CIDR",
        new Prefix(Ipv4.of(192, 0, 2, 0), 24),
        ANY,
        Ipv4::prefix,
        Prefix::toString);
  }

  /// Where a listener is bound: an IPv4 address and a port, joined by a colon.
  public static ValueType<ListenAddress> listen() {
    return addressAndPort("listener");
  }

  /// Where an origin is, written as [#listen].
  public static ValueType<ListenAddress> origin() {
    return addressAndPort("origin");
  }

  private static ValueType<ListenAddress> addressAndPort(String type) {
    return new ScalarType<>(
        type,
        "ADDRESS:PORT",
        new ListenAddress(Ipv4.of(127, 0, 0, 1), 8088),
        ANY,
        Values::listener,
        ListenAddress::toString);
  }

  /// One of a few words. Words in `later` are those of a later version.
  public static <T> ValueType<T> oneOf(Map<String, T> words, String... later) {
    var ordered = new LinkedHashMap<>(words);
    return new ScalarType<>(
        "choice",
        String.join(", ", ordered.keySet()),
        ordered.values().iterator().next(),
        ANY,
        word -> choice(word, ordered, Set.of(later)),
        value -> wordFor(value, ordered));
  }

  /// One of an enum's constants, written in lower case with `-` between words.
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants, String... later) {
    var words = new LinkedHashMap<String, E>();
    for (E constant : EnumSet.allOf(constants)) {
      words.put(constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), constant);
    }
    return oneOf(words, later);
  }

  /// A service group by the name that operators use.
  public static ValueType<ServiceGroup> serviceGroup() {
    return new ScalarType<>(
        "service",
        "web-cache or 51 to 255",
        ServiceGroup.WEB_CACHE,
        ANY,
        text ->
            text.equals(ServiceGroup.WEB_CACHE.displayName())
                ? ServiceGroup.WEB_CACHE
                : new ServiceGroup(ServiceGroup.Type.DYNAMIC, number(text, 51, 255)),
        ServiceGroup::displayName);
  }

  /// A list of `least` to `most` different values of the given type.
  public static <T> ValueType<List<T>> list(ValueType<T> item, int least, int most) {
    return new ListType<>(item, least, most);
  }

  /// A secret of `least` to `most` printable ASCII characters; one below `wise` gives a warning.
  public static ValueType<Secret> secret(int least, int wise, int most) {
    return new SecretType(least, wise, most);
  }

  private static ValueType<String> text(String type, String unit, String example, Pattern pattern) {
    return text(type, unit, example, TEXT, pattern);
  }

  /// A text of which all matches a pattern, written as one of these kinds; `unit` says what to
  /// write.
  static ValueType<String> text(
      String type, String unit, String example, Set<Kind> kinds, Pattern pattern) {
    return new ScalarType<>(
        type,
        unit,
        example,
        kinds,
        text -> {
          if (!pattern.matcher(text).matches()) {
            throw new Unreadable("is not a " + type, "write " + unit);
          }
          return text;
        },
        Function.identity());
  }

  private static Boolean bool(String text) throws Unreadable {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Unreadable("is not a flag", "write true or false");
    };
  }

  static int number(String text, int least, int most) throws Unreadable {
    String remedy = "write a whole number from " + least + " to " + most;
    if (!text.matches("-?[0-9]{1,9}")) {
      throw new Unreadable("is not a whole number", remedy);
    }
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw new Unreadable("is out of range", remedy);
    }
    return number;
  }

  private static Integer hexadecimal(String text, int width) throws Unreadable {
    if (!text.matches("0x[0-9a-fA-F]{1," + width / 4 + "}")) {
      throw new Unreadable("is not a hexadecimal number", "write one such as 0x1741");
    }
    return Integer.parseUnsignedInt(text.substring(2), 16);
  }

  static ListenAddress listener(String text) throws Unreadable {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new Unreadable("has no port", "write ADDRESS:PORT, such as 127.0.0.1:8088");
    }
    Inet4Address address = Ipv4.read(text.substring(0, colon));
    try {
      return new ListenAddress(address, number(text.substring(colon + 1), 1, 65535));
    } catch (Unreadable e) {
      throw new Unreadable("has no valid port", "write a port from 1 to 65535 after the colon");
    }
  }

  private static <T> T choice(String word, Map<String, T> words, Set<String> later)
      throws Unreadable {
    T found = words.get(word);
    if (found != null) {
      return found;
    }
    String known = words.keySet().stream().collect(Collectors.joining(" or "));
    throw new Unreadable(
        later.contains(word) ? "is not available in this version" : "is not known here",
        "write " + known);
  }

  private static <T> String wordFor(T value, Map<String, T> words) {
    return words.entrySet().stream()
        .filter(entry -> entry.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no word for " + value));
  }
}
