/// The access log: one line per request, written behind the event loops' backs.
///
/// ```
/// event loop ─▶ Draft ─▶ Ring (one per thread, bounded) ─▶ LogWriter ─▶ LineFormat ─▶ LogFile
///                                                         ├──▶ Recent, for who asks
///                                                         └──▶ Syslog
/// ```
///
/// A loop copies octets and never waits: with a full ring the record is dropped and counted.
@NullMarked
package dev.weir.node.access;

import org.jspecify.annotations.NullMarked;
