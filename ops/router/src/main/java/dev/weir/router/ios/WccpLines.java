package dev.weir.router.ios;

import dev.weir.router.ios.word.InterfaceName;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import dev.weir.wccp.message.ServiceGroup;
import java.util.Optional;

/// The lines that begin with `ip wccp` and stand outside of interfaces (§7.3).
final class WccpLines {
  private static final int DYNAMIC_LEAST = 51;
  private static final int DYNAMIC_MOST = 254;
  private static final String[] AFTER_WCCP = {
    "check",
    "enable",
    "outbound-acl-check",
    "redirect-list",
    "source-interface",
    "version",
    "vrf",
    "web-cache"
  };

  private WccpLines() {}

  static Block read(Words words, int line, Draft draft) throws Refused {
    switch (words.isNumber() ? "" : words.choose(AFTER_WCCP)) {
      case "" -> service(words, line, draft, dynamic(words));
      case "web-cache" -> service(words, line, draft, ServiceGroup.WEB_CACHE);
      case "version" -> version(words, draft);
      case "source-interface" -> sourceInterface(words, line, draft);
      case "check" -> check(words, draft);
      case "outbound-acl-check" -> {
        words.end();
        draft.checkAclOutbound(!words.undo());
      }
      case "enable" -> enable(words, line, draft);
      case "redirect-list" -> oldRedirectList(words, line, draft);
      default ->
          throw words.refused(
              "the router has no VRFs", "run one router in the network namespace of each");
    }
    return Block.NONE;
  }

  /// The service that a number names.
  static ServiceGroup dynamic(Words words) throws Refused {
    int id = words.number("number of the service", DYNAMIC_LEAST, DYNAMIC_MOST);
    return new ServiceGroup(ServiceGroup.Type.DYNAMIC, id);
  }

  private static void service(Words words, int line, Draft draft, ServiceGroup group)
      throws Refused {
    if (words.undo()) {
      words.rest();
      draft.services().remove(group);
    } else {
      draft.services().put(group, new ServiceOptions().read(words, line, group));
    }
  }

  private static void version(Words words, Draft draft) throws Refused {
    if (words.undo()) {
      words.rest();
      draft.version(Optional.empty());
    } else {
      int version = words.number("version", 1, 2);
      words.end();
      draft.version(Optional.of(version));
    }
  }

  private static void sourceInterface(Words words, int line, Draft draft) throws Refused {
    if (words.undo()) {
      words.rest();
      draft.sourceInterface(Optional.empty(), 0);
    } else {
      InterfaceName name = InterfaceName.read(words);
      words.end();
      draft.sourceInterface(Optional.of(name), line);
    }
  }

  private static void check(Words words, Draft draft) throws Refused {
    boolean services = words.choose("acl", "services").equals("services");
    words.choose(services ? "all" : "outbound");
    words.end();
    if (services) {
      draft.checkServicesAll(!words.undo());
    } else {
      draft.checkAclOutbound(!words.undo());
    }
  }

  private static void enable(Words words, int line, Draft draft) throws Refused {
    words.end();
    draft.oldSpelling();
    if (words.undo()) {
      draft.services().remove(ServiceGroup.WEB_CACHE);
    } else {
      draft
          .services()
          .putIfAbsent(ServiceGroup.WEB_CACHE, IosService.of(line, ServiceGroup.WEB_CACHE));
    }
  }

  private static void oldRedirectList(Words words, int line, Draft draft) throws Refused {
    Optional<String> list =
        words.undo() ? Optional.empty() : Optional.of(words.name("access list"));
    if (words.undo()) {
      words.rest();
    }
    words.end();
    draft.oldSpelling();
    draft
        .services()
        .compute(
            ServiceGroup.WEB_CACHE,
            (group, known) ->
                (known == null ? IosService.of(line, group) : known).withRedirectList(list));
  }
}
