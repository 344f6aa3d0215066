/// Tests of who may ask the admin port for what.
@NullMarked
package dev.weir.node.admin.gate;

import org.jspecify.annotations.NullMarked;
