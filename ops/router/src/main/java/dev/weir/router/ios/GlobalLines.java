package dev.weir.router.ios;

import dev.weir.router.ios.word.InterfaceName;
import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;
import java.util.Optional;

/// Lines that stand for themselves, and those that begin a block.
final class GlobalLines {
  private static final String USELESS = "the router has no use for this line";
  private static final String[] HEADS = {
    "access-list", "end", "exit", "hostname", "interface", "ip", "route-map", "service", "version"
  };
  private static final String[] OF_IP = {"access-list", "cef", "wccp"};

  private GlobalLines() {}

  static void read(Words words, int line, Draft draft) throws Refused {
    if (!words.fits(HEADS)) {
      throw words.refused(USELESS, "remove it; docs/router.md lists the lines it takes");
    }
    Block entered =
        switch (words.choose(HEADS)) {
          case "access-list" -> AccessListDraft.numbered(words, draft);
          case "hostname" -> hostname(words, draft);
          case "interface" -> interfaceBlock(words, line, draft);
          case "ip" -> ip(words, line, draft);
          case "route-map" -> RouteMapDraft.clause(words, line, draft);
          default -> withoutEffect(words);
        };
    draft.enter(entered);
  }

  private static Block ip(Words words, int line, Draft draft) throws Refused {
    if (!words.fits(OF_IP)) {
      throw words.refused(USELESS, "remove it: addresses and routes are those of the machine");
    }
    return switch (words.choose(OF_IP)) {
      case "access-list" -> AccessListDraft.named(words, draft);
      case "wccp" -> WccpLines.read(words, line, draft);
      default -> withoutEffect(words);
    };
  }

  private static Block hostname(Words words, Draft draft) throws Refused {
    if (words.undo()) {
      draft.hostname(Optional.empty());
      return withoutEffect(words);
    }
    String name = words.name("name of the router");
    words.end();
    draft.hostname(Optional.of(name));
    return Block.NONE;
  }

  private static Block interfaceBlock(Words words, int line, Draft draft) throws Refused {
    InterfaceName name = InterfaceName.read(words);
    words.end();
    if (words.undo()) {
      draft.interfaces().remove(name);
      return Block.NONE;
    }
    return draft.interfaces().computeIfAbsent(name, _ -> new InterfaceDraft(line, name));
  }

  /// Whatever the line goes on to say.
  private static Block withoutEffect(Words words) {
    words.rest();
    return Block.NONE;
  }
}
