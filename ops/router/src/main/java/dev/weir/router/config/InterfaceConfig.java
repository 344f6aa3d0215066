package dev.weir.router.config;

import dev.weir.node.config.value.Values;
import dev.weir.node.config.yaml.SectionReader;
import dev.weir.wccp.message.ServiceGroup;
import java.util.List;

/// What the router does with packets that come in on one interface.
///
/// @param redirectIn the services whose packets are redirected (`ip wccp web-cache redirect in`)
/// @param redirectExcludeIn never redirect (`ip wccp redirect exclude in`): the caches' side
public record InterfaceConfig(List<ServiceGroup> redirectIn, boolean redirectExcludeIn) {
  public InterfaceConfig {
    redirectIn = List.copyOf(redirectIn);
  }

  static InterfaceConfig read(SectionReader section) {
    var config =
        new InterfaceConfig(
            section
                .key(
                    "redirect-in",
                    Values.list(ServiceConfig.NAMES, 0, 8),
                    "Services whose packets coming in here are redirected.")
                .or(List.of()),
            section
                .key(
                    "redirect-exclude-in",
                    Values.flag(),
                    "Never redirect what comes in here: the interface towards the caches.")
                .or(false));
    if (config.redirectExcludeIn() && !config.redirectIn().isEmpty()) {
      section.refuse(
          "redirect-exclude-in",
          "this interface is also to redirect",
          "keep redirect-in towards clients, redirect-exclude-in towards caches");
    }
    return config;
  }
}
