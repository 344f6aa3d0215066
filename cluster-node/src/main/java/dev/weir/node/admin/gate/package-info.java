/// Who may ask the admin port for what. It knows headers and addresses, no sockets.
@NullMarked
package dev.weir.node.admin.gate;

import org.jspecify.annotations.NullMarked;
