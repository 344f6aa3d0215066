/// What happened lately at a program, for a terminal: events, requests by client, routers. Pure.
@NullMarked
package dev.weir.cli.show.recent;

import org.jspecify.annotations.NullMarked;
