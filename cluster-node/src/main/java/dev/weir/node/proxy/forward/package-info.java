/// What clients may ask that are configured to use this proxy, beside what every client may: tunnels
/// (RFC 9110 §9.3.6 CONNECT), and the file that configures them.
@NullMarked
package dev.weir.node.proxy.forward;

import org.jspecify.annotations.NullMarked;
