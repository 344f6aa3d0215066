/// The intercepting proxy: accepts diverted connections, answers from the store or the origin.
///
/// [dev.weir.node.proxy.Proxy] puts the parts of the packages below together.
@NullMarked
package dev.weir.node.proxy;

import org.jspecify.annotations.NullMarked;
