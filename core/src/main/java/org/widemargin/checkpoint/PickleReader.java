package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.widemargin.error.InputException;
import org.widemargin.error.OneLine;

/**
 * Reads a pickle of tensors and executes nothing: operations and names beyond those of {@link
 * PickleOpcode} and {@link PickleGlobal} are refused, and the ones that are known only describe
 * dicts, lists and {@linkplain Pickled.TensorView tensors}. Its memory is at most proportional to
 * the bytes that it reads.
 */
final class PickleReader {
  private static final int NEWEST_PROTOCOL = 5;
  private static final int LONGEST_NUMBER = 8;
  private static final int LONGEST_NAME = 1000;

  private final String where;
  private final ByteBuffer source;
  private final Consumer<Pickled.Storage> storages;
  private final Map<Integer, Pickled> memo = new HashMap<>();
  private final Deque<List<Pickled>> below = new ArrayDeque<>();
  private long copied;
  private List<Pickled> stack = new ArrayList<>();

  private PickleReader(String where, ByteBuffer source, Consumer<Pickled.Storage> storages) {
    this.where = where;
    this.storages = storages;
    this.source = source.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads one object.
   *
   * @param where what to call the file in messages
   * @param source from its position on; its position is after the object's end afterwards
   * @return the object
   * @throws InputException if the object is cut short, damaged, or needs what is not known here
   */
  static Pickled read(String where, ByteBuffer source) {
    return read(where, source, storage -> {});
  }

  /**
   * Reads one object.
   *
   * @param where what to call the file in messages
   * @param source from its position on; its position is after the object's end afterwards
   * @param storages is told each storage that is named
   * @return the object
   * @throws InputException as {@link #read(String, ByteBuffer)}
   */
  static Pickled read(String where, ByteBuffer source, Consumer<Pickled.Storage> storages) {
    try {
      return new PickleReader(where, source, storages).read();
    } catch (BufferUnderflowException e) {
      throw new InputException("expected a whole PyTorch file, found it cut short: " + where, e);
    }
  }

  private Pickled read() {
    while (true) {
      int at = source.position();
      int code = Byte.toUnsignedInt(source.get());
      Optional<PickleOpcode> opcode = PickleOpcode.of(code);
      require(
          opcode.isPresent(),
          "%s: expected the operations of a pickle of tensors, found the operation 0x%02x at byte"
              + " %d, which is not among them; save tensors alone:"
              + " torch.save(model.state_dict(), FILE)",
          where,
          code,
          at);
      if (opcode.get() == PickleOpcode.STOP) {
        return pop();
      }
      apply(opcode.get());
    }
  }

  /** A dict made of a list copies it. Each list that is new was written, so no file has more. */
  private void countCopied(Pickled arguments) {
    if (arguments instanceof Pickled.Tuple tuple
        && !tuple.elements().isEmpty()
        && tuple.elements().get(0) instanceof Pickled.Collection list) {
      copied += list.elements().size();
      require(
          copied <= source.limit(),
          "%s is damaged: it makes more entries of dicts than it has bytes",
          where);
    }
  }

  private void apply(PickleOpcode opcode) {
    switch (opcode) {
      case PROTO -> checkProtocol(unsignedByte());
      case FRAME -> source.getLong();
      case STOP -> throw new AssertionError("it ends the loop");
      case MARK -> {
        below.push(stack);
        stack = new ArrayList<>();
      }
      case POP -> pop();
      case NONE -> stack.add(Pickled.Other.NONE);
      case NEWTRUE -> stack.add(new Pickled.Other("True"));
      case NEWFALSE -> stack.add(new Pickled.Other("False"));
      case BININT -> number(source.getInt());
      case BININT1 -> number(unsignedByte());
      case BININT2 -> number(Short.toUnsignedInt(source.getShort()));
      case LONG1 -> number(longNumber());
      case BINFLOAT -> stack.add(new Pickled.Other(Double.toString(bigEndianDouble())));
      case BINUNICODE, BINSTRING -> text(source.getInt());
      case SHORT_BINUNICODE, SHORT_BINSTRING -> text(unsignedByte());
      case EMPTY_TUPLE -> stack.add(new Pickled.Tuple(List.of()));
      case TUPLE -> {
        List<Pickled> elements = aboveMark();
        stack.add(new Pickled.Tuple(List.copyOf(elements)));
      }
      case TUPLE1 -> tuple(1);
      case TUPLE2 -> tuple(2);
      case TUPLE3 -> tuple(3);
      case EMPTY_LIST, EMPTY_SET -> stack.add(new Pickled.Collection());
      case APPEND -> append(List.of(pop()));
      case APPENDS, ADDITEMS -> append(aboveMark());
      case EMPTY_DICT -> stack.add(new Pickled.Dictionary());
      case SETITEM -> {
        Pickled value = pop();
        setItems(List.of(pop(), value));
      }
      case SETITEMS -> setItems(aboveMark());
      case BINPUT -> memo.put(unsignedByte(), top());
      case LONG_BINPUT -> memo.put(source.getInt(), top());
      case MEMOIZE -> memo.put(memo.size(), top());
      case BINGET -> recall(unsignedByte());
      case LONG_BINGET -> recall(source.getInt());
      case GLOBAL -> global(line(), line());
      case STACK_GLOBAL -> {
        String symbol = textOf(pop());
        global(textOf(pop()), symbol);
      }
      case REDUCE -> {
        Pickled arguments = pop();
        countCopied(arguments);
        stack.add(PickleCalls.call(where, pop(), arguments));
      }
      case BUILD -> build();
      case BINPERSID -> {
        Pickled.Storage storage = PickleCalls.storage(where, pop());
        storages.accept(storage);
        stack.add(storage);
      }
    }
  }

  private void checkProtocol(int protocol) {
    require(
        protocol <= NEWEST_PROTOCOL,
        "%s: expected a pickle of protocol 0 to %d, found %d",
        where,
        NEWEST_PROTOCOL,
        protocol);
  }

  private void number(long value) {
    stack.add(new Pickled.Whole(value));
  }

  /** A magic number of ten bytes begins old files: of longer ones the lowest eight bytes do. */
  private long longNumber() {
    int length = unsignedByte();
    byte[] bytes = bytes(length);
    long value = length > 0 && bytes[length - 1] < 0 ? -1 : 0;
    for (int i = Math.min(length, LONGEST_NUMBER) - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | Byte.toUnsignedInt(bytes[i]);
    }
    return value;
  }

  private double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(source.getLong()));
  }

  private void text(int length) {
    stack.add(new Pickled.Text(new String(bytes(length), StandardCharsets.UTF_8)));
  }

  private byte[] bytes(int length) {
    if (length < 0 || length > source.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    source.get(bytes);
    return bytes;
  }

  private void tuple(int size) {
    require(stack.size() >= size, "%s is damaged: a tuple lacks its elements", where);
    List<Pickled> last = stack.subList(stack.size() - size, stack.size());
    Pickled tuple = new Pickled.Tuple(List.copyOf(last));
    last.clear();
    stack.add(tuple);
  }

  private void append(List<Pickled> elements) {
    require(
        top() instanceof Pickled.Collection,
        "%s is damaged: elements are added to what is no list",
        where);
    ((Pickled.Collection) top()).elements().addAll(elements);
  }

  private void setItems(List<Pickled> items) {
    require(
        top() instanceof Pickled.Dictionary && items.size() % 2 == 0,
        "%s is damaged: keys are set in what is no dict",
        where);
    Map<Pickled, Pickled> entries = ((Pickled.Dictionary) top()).entries();
    for (int i = 0; i < items.size(); i += 2) {
      Pickled key = items.get(i);
      require(
          key instanceof Pickled.Text || key instanceof Pickled.Whole,
          "%s: expected texts and whole numbers as keys of a dict, found something else",
          where);
      entries.put(key, items.get(i + 1));
    }
  }

  /** An object's attributes say nothing about tensors: a state_dict has its version there. */
  private void build() {
    pop();
    require(
        top() instanceof Pickled.Dictionary,
        "%s: expected attributes of a dict at most, found those of another object",
        where);
  }

  private void recall(int key) {
    Pickled known = memo.get(key);
    if (known == null) {
      throw new InputException(where + " is damaged: it recalls what it has not named");
    }
    stack.add(known);
  }

  private void global(String module, String symbol) {
    Optional<PickleGlobal> known = PickleGlobal.of(module, symbol);
    require(
        known.isPresent(),
        "%s: expected tensors alone, found the name %s, which could be any program and is not"
            + " called; save tensors alone: torch.save(model.state_dict(), FILE)",
        where,
        OneLine.escaped(module + "." + symbol));
    stack.add(new Pickled.Named(known.get()));
  }

  private String textOf(Pickled value) {
    require(value instanceof Pickled.Text, "%s is damaged: a name is no text", where);
    return ((Pickled.Text) value).value();
  }

  private String line() {
    int start = source.position();
    while (source.get() != '\n') {
      require(
          source.position() - start <= LONGEST_NAME,
          "%s is damaged: a name has more than %d letters",
          where,
          LONGEST_NAME);
    }
    byte[] bytes = new byte[source.position() - start - 1];
    source.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int unsignedByte() {
    return Byte.toUnsignedInt(source.get());
  }

  private Pickled top() {
    require(!stack.isEmpty(), "%s is damaged: an operation lacks what it works on", where);
    return stack.get(stack.size() - 1);
  }

  private Pickled pop() {
    Pickled top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Pickled> aboveMark() {
    require(!below.isEmpty(), "%s is damaged: it lacks a mark", where);
    List<Pickled> elements = stack;
    stack = below.pop();
    return elements;
  }
}
