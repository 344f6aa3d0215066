/// The words of a router's configuration line: keywords and their abbreviations, numbers,
/// addresses, names of ports and interfaces, passwords as they are stored.
///
/// Pure text to values. A line that cannot be read is [Refused], which the reader of the file turns
/// into a problem with its line number.
@NullMarked
package dev.weir.router.ios.word;

import org.jspecify.annotations.NullMarked;
