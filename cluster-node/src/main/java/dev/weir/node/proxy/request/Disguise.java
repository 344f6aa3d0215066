package dev.weir.node.proxy.request;

import dev.weir.cache.message.Fields;

/// A field name that somebody behind us might take for one that frames a message: the same letters
/// with other signs between them, such as `Transfer_Encoding`. Pure.
final class Disguise {
  private static final String[] FRAMING = {"transfer-encoding", "content-length"};

  private Disguise() {}

  /// Whether one of these fields has such a name.
  static boolean isWornIn(Fields fields) {
    for (Fields.Field field : fields) {
      for (String name : FRAMING) {
        if (resembles(field.name(), name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean resembles(String name, String framing) {
    return name.length() >= framing.length() - 1
        && !name.equalsIgnoreCase(framing)
        && hasLettersOf(name, framing);
  }

  private static boolean hasLettersOf(String name, String framing) {
    int at = 0;
    for (int i = 0; i < name.length(); i++) {
      int sign = Character.toLowerCase(name.charAt(i));
      if (!Character.isLetterOrDigit(sign)) {
        continue;
      }
      if (at < framing.length() && framing.charAt(at) == '-') {
        at++;
      }
      if (at == framing.length() || framing.charAt(at) != sign) {
        return false;
      }
      at++;
    }
    return at == framing.length();
  }
}
