/// What host names mean: the name servers are asked, and what they say is kept for a while.
///
/// Answers are judged by pure code ([NameCache], [RebindGuard]); [Resolver] asks.
@NullMarked
package dev.weir.node.dns;

import org.jspecify.annotations.NullMarked;
