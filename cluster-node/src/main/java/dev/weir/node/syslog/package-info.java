/// Lines and events to a syslog server (RFC 5424).
@NullMarked
package dev.weir.node.syslog;

import org.jspecify.annotations.NullMarked;
