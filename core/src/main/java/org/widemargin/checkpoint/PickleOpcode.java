package org.widemargin.checkpoint;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The operations of Python's pickle format that files of tensors need. There are others; a file
 * that has one is refused.
 *
 * <p>Source: <a href="https://docs.python.org/3/library/pickletools.html">pickletools</a>.
 */
enum PickleOpcode {
  /** Says the protocol. */
  PROTO(0x80),
  /** Says how long the following stretch is; nothing to do. */
  FRAME(0x95),
  /** Ends the file. */
  STOP('.'),
  /** Puts a mark on the stack. */
  MARK('('),
  /** Takes the top away. */
  POP('0'),
  /** {@code None}. */
  NONE('N'),
  /** {@code True}. */
  NEWTRUE(0x88),
  /** {@code False}. */
  NEWFALSE(0x89),
  /** An int of four bytes. */
  BININT('J'),
  /** An int of one byte. */
  BININT1('K'),
  /** An int of two bytes. */
  BININT2('M'),
  /** An int of up to 255 bytes. */
  LONG1(0x8a),
  /** A double. */
  BINFLOAT('G'),
  /** Text with a length of four bytes. */
  BINUNICODE('X'),
  /** Text with a length of one byte. */
  SHORT_BINUNICODE(0x8c),
  /** Python 2's text with a length of four bytes. */
  BINSTRING('T'),
  /** Python 2's text with a length of one byte. */
  SHORT_BINSTRING('U'),
  /** An empty tuple. */
  EMPTY_TUPLE(')'),
  /** A tuple of what is above the mark. */
  TUPLE('t'),
  /** A tuple of one. */
  TUPLE1(0x85),
  /** A tuple of two. */
  TUPLE2(0x86),
  /** A tuple of three. */
  TUPLE3(0x87),
  /** An empty list. */
  EMPTY_LIST(']'),
  /** Adds to a list. */
  APPEND('a'),
  /** Adds what is above the mark to a list. */
  APPENDS('e'),
  /** An empty dict. */
  EMPTY_DICT('}'),
  /** Sets a key of a dict. */
  SETITEM('s'),
  /** Sets the keys above the mark. */
  SETITEMS('u'),
  /** An empty set. */
  EMPTY_SET(0x8f),
  /** Adds what is above the mark to a set. */
  ADDITEMS(0x90),
  /** Remembers the top under a number of one byte. */
  BINPUT('q'),
  /** Remembers the top under a number of four bytes. */
  LONG_BINPUT('r'),
  /** Remembers the top under the next number. */
  MEMOIZE(0x94),
  /** Recalls by a number of one byte. */
  BINGET('h'),
  /** Recalls by a number of four bytes. */
  LONG_BINGET('j'),
  /** A class or function, by name. */
  GLOBAL('c'),
  /** A class or function, by the names on the stack. */
  STACK_GLOBAL(0x93),
  /** Calls what a global names. */
  REDUCE('R'),
  /** Gives an object its attributes. */
  BUILD('b'),
  /** An object outside of the pickle. */
  BINPERSID('Q');

  private static final Map<Integer, PickleOpcode> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(PickleOpcode::code, Function.identity()));

  private final int code;

  PickleOpcode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Optional<PickleOpcode> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
