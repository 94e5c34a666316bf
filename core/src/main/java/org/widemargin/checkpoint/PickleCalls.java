package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.error.InputException;

/** What the known calls of a pickle of tensors mean. */
final class PickleCalls {
  private static final int STORAGE_PARTS = 5;

  private PickleCalls() {}

  /** The result of a call, which is only written down. */
  static Pickled call(String where, Pickled function, Pickled arguments) {
    require(
        function instanceof Pickled.Named && arguments instanceof Pickled.Tuple,
        "%s is damaged: it calls what is no function",
        where);
    PickleGlobal global = ((Pickled.Named) function).global();
    List<Pickled> values = ((Pickled.Tuple) arguments).elements();
    return switch (global) {
      case ORDERED_DICT -> dictionary(where, values);
      case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> tensor(where, values);
      case REBUILD_PARAMETER -> only(where, values, Pickled.TensorView.class);
      case SIZE -> only(where, values, Pickled.Tuple.class);
      case FLOAT_STORAGE,
          DOUBLE_STORAGE,
          HALF_STORAGE,
          BFLOAT16_STORAGE,
          LONG_STORAGE,
          INT_STORAGE,
          BYTE_STORAGE,
          BOOL_STORAGE ->
          throw damaged(where, "a storage is called");
    };
  }

  /** What {@code ('storage', type, key, location, count)} names; old files have one part more. */
  static Pickled.Storage storage(String where, Pickled id) {
    List<Pickled> parts = id instanceof Pickled.Tuple tuple ? tuple.elements() : List.of();
    if (parts.size() >= STORAGE_PARTS
        && parts.get(0).equals(new Pickled.Text("storage"))
        && parts.get(1) instanceof Pickled.Named type
        && type.global().elements().isPresent()
        && parts.get(2) instanceof Pickled.Text key
        && parts.get(4) instanceof Pickled.Whole count
        && count.value() >= 0
        && isNoView(parts)) {
      return new Pickled.Storage(type.global().elements().get(), key.value(), count.value());
    }
    throw damaged(where, "expected the type, the key and the size of a storage");
  }

  /** Before PyTorch 0.4 a storage could be a part of another one. */
  private static boolean isNoView(List<Pickled> parts) {
    return parts.size() == STORAGE_PARTS || parts.get(STORAGE_PARTS).equals(Pickled.Other.NONE);
  }

  private static Pickled dictionary(String where, List<Pickled> arguments) {
    Pickled.Dictionary dictionary = new Pickled.Dictionary();
    if (!arguments.isEmpty()) {
      for (Pickled pair : only(where, arguments, Pickled.Collection.class).elements()) {
        List<Pickled> entry =
            pair instanceof Pickled.Collection list
                ? list.elements()
                : pair instanceof Pickled.Tuple tuple ? tuple.elements() : List.of();
        if (entry.size() != 2 || !(entry.get(0) instanceof Pickled.Text)) {
          throw damaged(where, "expected pairs of a name and a value");
        }
        dictionary.entries().put(entry.get(0), entry.get(1));
      }
    }
    return dictionary;
  }

  private static Pickled tensor(String where, List<Pickled> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof Pickled.Storage storage
        && arguments.get(1) instanceof Pickled.Whole offset
        && arguments.get(2) instanceof Pickled.Tuple shape
        && arguments.get(3) instanceof Pickled.Tuple strides
        && shape.elements().size() == strides.elements().size()
        && shape.elements().size() <= TensorViews.MOST_DIMENSIONS) {
      return new Pickled.TensorView(
          storage,
          offset.value(),
          naturals(where, shape.elements()),
          naturals(where, strides.elements()));
    }
    throw damaged(
        where,
        "expected storage, offset, shape and strides of a tensor of at most "
            + TensorViews.MOST_DIMENSIONS
            + " dimensions");
  }

  private static List<Long> naturals(String where, List<Pickled> values) {
    List<Long> naturals = new ArrayList<>();
    for (Pickled value : values) {
      if (!(value instanceof Pickled.Whole whole) || whole.value() < 0) {
        throw damaged(where, "expected whole numbers from 0 on as shape and strides");
      }
      naturals.add(whole.value());
    }
    return naturals;
  }

  /** The first argument, which is all that matters. */
  private static <T extends Pickled> T only(String where, List<Pickled> arguments, Class<T> kind) {
    if (arguments.isEmpty() || !kind.isInstance(arguments.get(0))) {
      throw damaged(where, "a call has arguments of another kind");
    }
    return kind.cast(arguments.get(0));
  }

  private static InputException damaged(String where, String what) {
    return new InputException(where + " is damaged, or no file of tensors: " + what);
  }
}
