/// Whom a request is asked of: its origin, or other proxies (parents), by rules of the operator.
///
/// Rules, choice and health are pure; [ParentBoard] holds what is known of the parents,
/// [ParentWatch] asks them whether they live, [ChainedExchange] carries a request to one after the
/// other.
@NullMarked
package dev.weir.node.proxy.chain;

import org.jspecify.annotations.NullMarked;
