package dev.weir.lab.fault;

import java.util.List;

/// One thing that can go wrong, for people and for the doctor.
///
/// @param name what it is called on the command line
/// @param code what `weir doctor` says of it on [Faults#PATIENT]
/// @param sentence what it does, in the words of somebody who knows
/// @param breaking the steps that break it
/// @param mending the steps that mend it, also when somebody mended it before
public record Fault(
    String name, String code, String sentence, List<Step> breaking, List<Step> mending) {

  /// A script of `sh` in a namespace. `$S` is the folder of the run.
  public record Step(String namespace, String script) {}

  /// Keeps copies.
  public Fault {
    breaking = List.copyOf(breaking);
    mending = List.copyOf(mending);
  }

  /// Whether it shows only while a client opens pages, or WCCP is listened to for a while.
  public boolean showsInTraffic() {
    return code.matches("WD-(061|07|08[1-8]).*");
  }

  /// A fault in one namespace.
  static Fault in(
      String namespace,
      String name,
      String code,
      String sentence,
      String breaking,
      String mending) {
    return new Fault(
        name,
        code,
        sentence,
        List.of(new Step(namespace, breaking)),
        List.of(new Step(namespace, mending)));
  }

  /// A rule of a firewall that was not there before: `hook` and what it asks and does.
  static Fault filter(
      String namespace, String name, String code, String sentence, String hook, String rule) {
    String script =
        "nft -f - <<'END'\n"
            + "table inet weir_fault {\n"
            + "chain c { type filter hook "
            + hook
            + " priority 0; policy accept; "
            + rule
            + "; }\n}\nEND\n";
    return in(namespace, name, code, sentence, script, "nft delete table inet weir_fault || true");
  }
}
