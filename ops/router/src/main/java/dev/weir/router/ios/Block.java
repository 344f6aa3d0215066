package dev.weir.router.ios;

import dev.weir.router.ios.word.Refused;
import dev.weir.router.ios.word.Words;

/// What the last head line has begun, and takes the lines below it.
interface Block {
  /// No block: every line is one of its own.
  Block NONE =
      (words, _) -> {
        throw words.refused("the line belongs to no block", "");
      };

  /// Takes a line as a whole, or refuses it and stays as it was.
  void read(Words words, int line) throws Refused;
}
