/// `weir decode`: the WCCP messages and redirected packets of a capture, in words.
///
/// Reads what it is given and asks nobody. `§` means the section of docs/wccp.md.
@NullMarked
package dev.weir.cli.decode;

import org.jspecify.annotations.NullMarked;
