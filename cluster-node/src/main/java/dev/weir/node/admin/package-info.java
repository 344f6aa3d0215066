/// The admin port: read-only pages for operators and machines, on an event loop of their own.
///
/// It stays answerable whatever the proxy does. Pages are registered by the composition root; their
/// code runs on the admin event loop and must not block.
@NullMarked
package dev.weir.node.admin;

import org.jspecify.annotations.NullMarked;
