/// What the router shows, in the words, labels, order and columns of IOS (§7.3), so that eyes and
/// scripts made for those routers work here.
///
/// Pure: a [ShowModel] or a message goes in, text comes out. Nothing here knows where they are
/// from.
@NullMarked
package dev.weir.router.show;

import org.jspecify.annotations.NullMarked;
