/// Users and their passwords (RFC 7617, The 'Basic' HTTP Authentication Scheme). Passwords are
/// checked on threads of their own, never on an event loop.
@NullMarked
package dev.weir.node.proxy.access.user;

import org.jspecify.annotations.NullMarked;
