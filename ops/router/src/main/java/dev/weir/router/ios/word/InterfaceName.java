package dev.weir.router.ios.word;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of an interface, as written and as routers write it in full: `gi0/1` is
/// `GigabitEthernet0/1`. A name of no type that is known, such as `rc`, is its own full name.
public record InterfaceName(String written, String full) {
  private static final List<String> TYPES =
      List.of(
          "Bundle-Ether",
          "BVI",
          "Dialer",
          "Ethernet",
          "FastEthernet",
          "GigabitEthernet",
          "HundredGigE",
          "Loopback",
          "Port-channel",
          "Serial",
          "TenGigabitEthernet",
          "Tunnel",
          "Vlan");
  private static final Pattern FORM = Pattern.compile("([A-Za-z-]+)([0-9][0-9/.:]*)");

  /// Reads the rest of a line: one word, or a type and a number.
  public static InterfaceName read(Words words) throws Refused {
    String written = words.name("name of the interface");
    if (!words.isEnd() && written.matches("[A-Za-z-]+")) {
      written += words.name("number of the interface");
    }
    if (!written.matches("[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,62}")) {
      throw words.refused(
          "\"" + written + "\" is not the name of an interface", "write letters and digits");
    }
    return new InterfaceName(written, full(written));
  }

  /// Whether it is a loopback interface, whose address goes before others as the router's id.
  public boolean isLoopback() {
    return full.startsWith("Loopback") || written.equals("lo");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InterfaceName(String _, String otherFull) && full.equals(otherFull);
  }

  @Override
  public int hashCode() {
    return full.hashCode();
  }

  private static String full(String written) {
    Matcher form = FORM.matcher(written);
    if (form.matches()) {
      String typed = form.group(1).toLowerCase(Locale.ROOT);
      for (String type : TYPES) {
        if (type.toLowerCase(Locale.ROOT).startsWith(typed)) {
          return type + form.group(2);
        }
      }
    }
    return written;
  }
}
