package dev.weir.router.ios;

import dev.weir.router.ios.word.InterfaceName;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An interface block while its lines are read.
final class InterfaceDraft implements Block {
  private static final Pattern DEVICE = Pattern.compile("(?:^|.*\\s)device\\s+(\\S+)");
  private static final Pattern DEVICE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");

  private final int line;
  private final InterfaceName name;
  private Optional<String> device = Optional.empty();
  private Optional<Inet4Address> address = Optional.empty();
  private final Set<ServiceGroup> redirectIn = new LinkedHashSet<>();
  private final Set<ServiceGroup> redirectOut = new LinkedHashSet<>();
  private boolean excludeIn;
  private final Set<ServiceGroup> groupListen = new LinkedHashSet<>();
  private Optional<String> routeMap = Optional.empty();
  private Optional<String> accessIn = Optional.empty();
  private Optional<String> accessOut = Optional.empty();

  InterfaceDraft(int line, InterfaceName name) {
    this.line = line;
    this.name = name;
  }

  IosInterface build() {
    return new IosInterface(
        line,
        name,
        device,
        address,
        redirectIn.stream().toList(),
        redirectOut.stream().toList(),
        excludeIn,
        groupListen.stream().toList(),
        routeMap,
        accessIn,
        accessOut);
  }

  @Override
  public void read(Words words, int number) throws Refused {
    switch (words.choose("description", "ip", "shutdown")) {
      case "description" -> description(words);
      case "ip" -> ip(words);
      default -> {
        words.end();
        if (!words.undo()) {
          throw words.refused(
              "the router takes no interface down",
              "remove the line, or run ip link set DEVICE down");
        }
      }
    }
  }

  private void description(Words words) throws Refused {
    Matcher form = DEVICE.matcher(words.rest());
    Optional<String> named =
        form.matches() && !words.undo() ? Optional.of(form.group(1)) : Optional.empty();
    if (named.isPresent() && !DEVICE_NAME.matcher(named.get()).matches()) {
      throw words.refused(
          "\"" + named.get() + "\" is not the name of a device",
          "write 1 to 15 of A-Z a-z 0-9 _ . - after the word device");
    }
    device = named;
  }

  private void ip(Words words) throws Refused {
    switch (words.choose("access-group", "address", "policy", "wccp", "web-cache")) {
      case "access-group" -> accessGroup(words);
      case "address" -> address(words);
      case "policy" -> {
        words.choose("route-map");
        routeMap = named(words, "route-map");
      }
      case "wccp" -> wccp(words);
      default -> {
        words.choose("redirect");
        words.end();
        put(redirectOut, ServiceGroup.WEB_CACHE, words);
      }
    }
  }

  private void address(Words words) throws Refused {
    if (words.undo()) {
      words.rest();
      address = Optional.empty();
      return;
    }
    Inet4Address written = words.address("address");
    words.address("mask");
    boolean secondary = words.take("secondary");
    words.end();
    if (!secondary) {
      address = Optional.of(written);
    }
  }

  private void accessGroup(Words words) throws Refused {
    String list = words.name("access list");
    boolean in = words.choose("in", "out").equals("in");
    words.end();
    Optional<String> written = words.undo() ? Optional.empty() : Optional.of(list);
    if (in) {
      accessIn = written;
    } else {
      accessOut = written;
    }
  }

  private void wccp(Words words) throws Refused {
    if (words.isNumber()) {
      service(words, WccpLines.dynamic(words));
    } else if (words.choose("redirect", "web-cache").equals("web-cache")) {
      service(words, ServiceGroup.WEB_CACHE);
    } else {
      words.choose("exclude");
      words.choose("in");
      words.end();
      excludeIn = !words.undo();
    }
  }

  private void service(Words words, ServiceGroup group) throws Refused {
    Set<ServiceGroup> where = groupListen;
    if (words.choose("group-listen", "redirect").equals("redirect")) {
      where = words.choose("in", "out").equals("in") ? redirectIn : redirectOut;
    }
    words.end();
    put(where, group, words);
  }

  private static void put(Set<ServiceGroup> where, ServiceGroup group, Words words) {
    if (words.undo()) {
      where.remove(group);
    } else {
      where.add(group);
    }
  }

  private static Optional<String> named(Words words, String what) throws Refused {
    if (words.undo()) {
      words.rest();
      return Optional.empty();
    }
    String name = words.name(what);
    words.end();
    return Optional.of(name);
  }
}
