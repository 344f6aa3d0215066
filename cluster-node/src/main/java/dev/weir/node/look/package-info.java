/// What people look at first, put together: the admin page, its numbers and the doctor.
@NullMarked
package dev.weir.node.look;

import org.jspecify.annotations.NullMarked;
