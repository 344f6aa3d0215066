/// Requests of clients under the rules of the operator.
@NullMarked
package dev.weir.node.proxy.ruled;

import org.jspecify.annotations.NullMarked;
