/// A stranger on the caches' network, who forges what routers send.
@NullMarked
package dev.weir.lab.scenario.attack;

import org.jspecify.annotations.NullMarked;
