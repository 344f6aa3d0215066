package dev.weir.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.config.InterfaceConfig;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.config.RouterSection;
import dev.weir.router.config.ServiceConfig;
import dev.weir.router.packet.RedirectService;
import dev.weir.router.packet.RedirectTable;
import dev.weir.router.packet.ServiceMatch;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.ServiceGroup;
import dev.weir.wccp.negotiation.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RedirectBoardTest {
  private static final ServiceGroup WEB = ServiceGroup.WEB_CACHE;
  private static final ServiceGroup SERVICE_90 = new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90);
  private static final Component.Service DESCRIPTION =
      new Component.Service(SERVICE_90, 10, 17, 0x12, List.of(53));

  private final List<Map<ServiceGroup, ServiceMatch>> diverted = new ArrayList<>();
  private final RedirectBoard board = new RedirectBoard(config(), diverted::add);

  @Test
  @DisplayName("§3.2 a described service is diverted from then on, and the other one stays")
  void described() {
    assertThat(board.diverts()).containsOnlyKeys(WEB);

    board.put(service90(Optional.empty()));

    assertThat(diverted)
        .containsExactly(
            Map.of(
                WEB, ServiceMatch.WEB_CACHE, SERVICE_90, new ServiceMatch(17, false, List.of(53))));
    assertThat(board.inForce().services())
        .extracting(it -> it.rules().group())
        .containsExactly(WEB, SERVICE_90);
  }

  @Test
  @DisplayName("a new assignment is published and diverts nothing else; no cache left diverts less")
  void assigned() {
    board.put(service90(Optional.empty()));
    RedirectTable before = board.inForce();

    board.put(service90(Optional.of(MaskAssignment.NONE)));
    assertThat(board.inForce()).isNotSameAs(before);
    assertThat(diverted).hasSize(1);

    board.put(RedirectService.undescribed(board.rules().getLast()));
    assertThat(diverted).hasSize(2);
    assertThat(diverted.getLast()).containsOnlyKeys(WEB);
  }

  private RedirectService service90(Optional<Assignment> assignment) {
    return RedirectService.described(board.rules().getLast(), DESCRIPTION, assignment, List.of());
  }

  private static RouterConfig config() {
    return new RouterConfig(
        new RouterSection(
            Optional.empty(), 2, Profile.IOS, RouterSection.Checks.NONE, false, BucketOctet.CISCO),
        Map.of(
            "rc",
            new InterfaceConfig(
                List.of(WEB, SERVICE_90), List.of(), false, List.of(), InterfaceConfig.Lists.NONE)),
        List.of(service(WEB), service(SERVICE_90)),
        RouterConfig.TRANSMIT_OFFERED,
        RouterConfig.ADMIN,
        false);
  }

  private static ServiceConfig service(ServiceGroup group) {
    return new ServiceConfig(
        group,
        Optional.empty(),
        ServiceConfig.Mode.OPEN,
        ServiceConfig.Lists.NONE,
        Optional.empty());
  }
}
