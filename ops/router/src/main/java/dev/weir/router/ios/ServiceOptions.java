package dev.weir.router.ios;

import dev.weir.node.config.value.Secret;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Type7;
import dev.weir.router.ios.word.Words;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.ServiceGroup;
import java.net.Inet4Address;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What follows the name of a service on its line, in any order, each at most once.
final class ServiceOptions {
  private final Set<String> written = new HashSet<>();
  private Optional<Inet4Address> groupAddress = Optional.empty();
  private Optional<String> redirectList = Optional.empty();
  private Optional<String> groupList = Optional.empty();
  private Optional<Secret> password = Optional.empty();
  private boolean closed;
  private Optional<String> serviceList = Optional.empty();

  IosService read(Words words, int line, ServiceGroup group) throws Refused {
    while (!words.isEnd()) {
      option(words);
    }
    if (closed && serviceList.isEmpty() && group.type() == ServiceGroup.Type.DYNAMIC) {
      throw words.refused(
          "a closed service needs to know its packets before a cache describes them",
          "add service-list LIST");
    }
    return new IosService(
        line, group, groupAddress, redirectList, groupList, password, closed, serviceList);
  }

  private void option(Words words) throws Refused {
    String option =
        words.choose(
            "group-address", "group-list", "mode", "password", "redirect-list", "service-list");
    if (!written.add(option)) {
      throw words.refused(option + " is written twice", "keep one of the two");
    }
    switch (option) {
      case "group-address" -> groupAddress = Optional.of(multicast(words));
      case "group-list" -> groupList = Optional.of(words.name("access list"));
      case "mode" -> closed = words.choose("closed", "open").equals("closed");
      case "password" -> password = Optional.of(password(words));
      case "redirect-list" -> redirectList = Optional.of(words.name("access list"));
      default -> serviceList = Optional.of(words.name("access list"));
    }
  }

  private static Inet4Address multicast(Words words) throws Refused {
    Inet4Address address = words.address("group address");
    if (!address.isMulticastAddress()) {
      throw words.refused(
          address.getHostAddress() + " is not a multicast address", "write one of 224.0.0.0/4");
    }
    return address;
  }

  private static Secret password(Words words) throws Refused {
    String password = words.name("password");
    if (!words.isEnd() && password.equals("0")) {
      password = words.name("password");
    } else if (!words.isEnd() && password.equals("7")) {
      password =
          Type7.decode(words.name("password"))
              .orElseThrow(() ->
                  words.refused(
                      "the password is not one of type 7", "write password 0 and its text"));
    }
    if (!password.matches("[!-~]{1,8}")) {
      throw words.refused(
          "a password has 1 to " + Security.PASSWORD_OCTETS_MAX + " ASCII characters",
          "write a shorter one, the same on the caches");
    }
    return Secret.of(password);
  }
}
