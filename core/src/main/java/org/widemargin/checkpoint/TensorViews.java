package org.widemargin.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.widemargin.error.InputException;
import org.widemargin.error.OneLine;

/**
 * Tensors that lie in a storage in any order, such as channels-last, brought into row-major order.
 * Those that lie in it already are not copied; the copies are together no longer than the file.
 */
final class TensorViews {
  /** As many as PyTorch's own operations take. */
  static final int MOST_DIMENSIONS = 64;

  private final String where;
  private long left;

  TensorViews(String where, long fileBytes) {
    this.where = where;
    this.left = fileBytes;
  }

  /**
   * Reads one tensor.
   *
   * @param name what to call it in messages
   * @param view where its elements lie
   * @param storage the bytes of the view's storage
   * @throws InputException if its elements are not all in the storage, or more than those
   */
  StoredTensor read(String name, Pickled.TensorView view, ByteBuffer storage) {
    DataType type = view.storage().type();
    long[] shape = longs(view.shape());
    long[] strides = longs(view.strides());
    long available = storage.remaining() / type.bytes();
    long count = count(name, shape, available);
    if (view.storage().count() != available) {
      throw wrong(name, view.storage().count() + " elements in its storage", available + "");
    }
    // Neither the offset nor any of 64 ways passes the storage, so that this cannot overflow.
    long last = view.offset() > available ? available : view.offset();
    for (int i = 0; i < shape.length && count > 0; i++) {
      last += within(name, shape[i] - 1, strides[i], available);
    }
    if (view.offset() < 0 || (count > 0 && last >= available)) {
      throw wrong(name, "elements within its storage of " + available, "some beyond");
    }
    if (count == 0 || isRowMajor(shape, strides)) {
      int start = count == 0 ? 0 : (int) (view.offset() * type.bytes());
      return new StoredTensor(type, shape, storage.slice(start, (int) (count * type.bytes())));
    }
    return copied(name, view, storage, count);
  }

  /** At most as many elements as its storage has: none is in a tensor twice. */
  private long count(String name, long[] shape, long available) {
    if (shape.length > MOST_DIMENSIONS) {
      throw wrong(name, "at most " + MOST_DIMENSIONS + " dimensions", shape.length + "");
    }
    long count = 1;
    for (long size : shape) {
      count = size == 0 ? 0 : count;
    }
    for (long size : shape) {
      if (count > 0 && size > available / count) {
        throw wrong(
            name, "no more than the " + available + " elements of its storage", text(shape));
      }
      count *= size;
    }
    return count;
  }

  private long within(String name, long steps, long stride, long available) {
    if (steps > 0 && stride > available / steps) {
      throw wrong(name, "elements within its storage of " + available, "some beyond");
    }
    return steps * stride;
  }

  /** Strides of dimensions of one element say nothing. */
  private static boolean isRowMajor(long[] shape, long[] strides) {
    long[] usual = Strides.contiguous(shape);
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] > 1 && strides[i] != usual[i]) {
        return false;
      }
    }
    return true;
  }

  private StoredTensor copied(
      String name, Pickled.TensorView view, ByteBuffer storage, long count) {
    int bytes = view.storage().type().bytes();
    left -= count * bytes;
    if (left < 0) {
      throw wrong(name, "no more bytes in all tensors than the file has", "more");
    }
    long[] shape = longs(view.shape());
    long[] strides = longs(view.strides());
    ByteBuffer rows = ByteBuffer.allocate((int) (count * bytes)).order(ByteOrder.LITTLE_ENDIAN);
    long[] index = new long[shape.length];
    long position = view.offset();
    for (long i = 0; i < count; i++) {
      rows.put(storage.slice((int) (position * bytes), bytes));
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index[axis]++;
        position += strides[axis];
        if (index[axis] < shape[axis]) {
          break;
        }
        position -= index[axis] * strides[axis];
        index[axis] = 0;
      }
    }
    return new StoredTensor(view.storage().type(), shape, rows.flip());
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static String text(long[] shape) {
    return "the shape " + Arrays.toString(shape);
  }

  private InputException wrong(String name, String expected, String found) {
    return new InputException(
        "%s: tensor '%s': expected %s, found %s: the file is damaged"
            .formatted(where, OneLine.escaped(name), expected, found));
  }
}
