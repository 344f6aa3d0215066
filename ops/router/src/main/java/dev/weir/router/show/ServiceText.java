package dev.weir.router.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `show ip wccp SERVICE service` and `view`: what the group redirects, and who sees whom.
final class ServiceText {
  private static final int COLUMN = 23;
  private static final int PRIMARY = 0x0001;
  private static final int ALTERNATE = 0x0100;
  private static final int PORTS_DEFINED = 0x0010;
  private static final int PORTS_SOURCE = 0x0020;
  private static final List<String> FIELDS = List.of("SrcIP", "DstIP", "SrcPort", "DstPort");

  private static final int WEB_PRIORITY = 240;
  private static final int WEB_PROTOCOL = 6;
  private static final int WEB_FLAGS = 0x0512;
  private static final int WEB_PORT = 80;

  private ServiceText() {}

  /// The description of the group. That of web-cache is not in messages, but known (§3.2).
  static void definition(IosText text, ShowModel.Service service) {
    boolean standard = !"dynamic".equals(service.type());
    int flags = standard ? WEB_FLAGS : service.flags();
    text.line("WCCP service information definition:");
    text.field(8, COLUMN, "Type", standard ? "Standard" : "Dynamic");
    text.field(8, COLUMN, "Id", service.id());
    text.field(8, COLUMN, "Priority", standard ? WEB_PRIORITY : service.priority());
    text.field(8, COLUMN, "Protocol", standard ? WEB_PROTOCOL : service.protocol());
    text.field(8, COLUMN, "Options", String.format(Locale.ROOT, "0x%08X", flags));
    text.line("        --------");
    text.field(12, COLUMN, "Hash", fields(flags, PRIMARY));
    text.field(12, COLUMN, "Alt Hash", fields(flags, ALTERNATE));
    List<Integer> ports = standard ? List.of(WEB_PORT) : service.ports();
    boolean defined = (flags & PORTS_DEFINED) != 0;
    text.field(
        12,
        COLUMN,
        (flags & PORTS_SOURCE) != 0 ? "Source Ports" : "Ports",
        defined ? ports.stream().map(String::valueOf).collect(Collectors.joining(" ")) : "-none-");
  }

  /// Which routers and caches the group's members tell each other of (§7.3).
  static void view(IosText text, ShowModel.Service service) {
    text.line("    WCCP Routers Informed of:").list(8, service.routers());
    text.line("    WCCP Clients Visible:").list(8, clients(service, true));
    text.line("    WCCP Clients NOT Visible:").list(8, clients(service, false));
  }

  private static List<String> clients(ShowModel.Service service, boolean usable) {
    return service.caches().stream()
        .filter(client -> client.isUsable() == usable)
        .map(client -> IosText.value(client.address()))
        .toList();
  }

  private static String fields(int flags, int first) {
    var named = new ArrayList<String>();
    for (int i = 0; i < FIELDS.size(); i++) {
      if ((flags & first << i) != 0) {
        named.add(FIELDS.get(i));
      }
    }
    return named.isEmpty() ? "-none-" : String.join(" ", named);
  }
}
