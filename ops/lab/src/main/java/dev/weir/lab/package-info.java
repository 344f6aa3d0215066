/// A network in namespaces on one machine, and the scenarios that prove Weir in it.
@NullMarked
package dev.weir.lab;

import org.jspecify.annotations.NullMarked;
