package org.widemargin.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle of tensors is made of. */
sealed interface Pickled {
  /** {@code None}, {@code True}, {@code False}, a float: what nothing depends on. */
  record Other(String text) implements Pickled {
    static final Other NONE = new Other("None");
  }

  /** A whole number. */
  record Whole(long value) implements Pickled {}

  /** A text. */
  record Text(String value) implements Pickled {}

  /** A tuple, which does not change. */
  record Tuple(List<Pickled> elements) implements Pickled {}

  /** A list or a set, while it is filled. Two are equal only if they are the same. */
  final class Collection implements Pickled {
    private final List<Pickled> elements = new ArrayList<>();

    List<Pickled> elements() {
      return elements;
    }
  }

  /** A dict, while it is filled. Keys are texts and numbers. */
  final class Dictionary implements Pickled {
    private final Map<Pickled, Pickled> entries = new LinkedHashMap<>();

    Map<Pickled, Pickled> entries() {
      return entries;
    }
  }

  /** A class or function that is named, and not called. */
  record Named(PickleGlobal global) implements Pickled {}

  /**
   * Where elements lie outside of the pickle.
   *
   * @param type of the elements
   * @param key its name
   * @param count how many elements it has
   */
  record Storage(DataType type, String key, long count) implements Pickled {}

  /**
   * A tensor, not yet read.
   *
   * @param storage where its elements lie
   * @param offset of its first element
   * @param shape the size of each dimension
   * @param strides how far apart elements lie, for each dimension
   */
  record TensorView(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements Pickled {}
}
