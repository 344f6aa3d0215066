/// Who may what: rules in order, the first that is about a request decides; and where nobody is
/// led, whatever a rule says.
///
/// Rules, verdicts, pages and reach are pure. What takes time, as a password does, is in
/// [dev.weir.node.proxy.access.user], what follows files in [dev.weir.node.proxy.access.list].
@NullMarked
package dev.weir.node.proxy.access;

import org.jspecify.annotations.NullMarked;
