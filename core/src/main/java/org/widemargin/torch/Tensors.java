package org.widemargin.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Making tensors from plain arrays and from one another, and reading them back. */
public final class Tensors {
  private Tensors() {}

  /**
   * Makes a float32 tensor with a copy of the values.
   *
   * @param device where to
   * @param values the elements in row-major order
   * @param shape the shape
   * @return a new tensor in the innermost scope
   */
  public static Tensor of(Device device, float[] values, long... shape) {
    return to(host(values, shape), device);
  }

  /**
   * Makes a float64 tensor with a copy of the values.
   *
   * @param device where to
   * @param values the elements in row-major order
   * @param shape the shape
   * @return a new tensor in the innermost scope
   */
  public static Tensor of(Device device, double[] values, long... shape) {
    return to(host(values, shape), device);
  }

  /**
   * Makes a tensor on the device and of the element type of another.
   *
   * @param model whose device and element type to take
   * @param values the elements in row-major order
   * @param shape the shape
   * @return a new tensor in the innermost scope
   */
  public static Tensor like(Tensor model, float[] values, long... shape) {
    return to(ElementTypes.typeAs(host(values, shape), model), Device.of(model));
  }

  /**
   * Makes a tensor on the device and of the element type of another.
   *
   * @param model whose device and element type to take
   * @param values the elements in row-major order
   * @param shape the shape
   * @return a new tensor in the innermost scope
   */
  public static Tensor like(Tensor model, double[] values, long... shape) {
    return to(ElementTypes.typeAs(host(values, shape), model), Device.of(model));
  }

  /**
   * Makes a vector of class labels or indices (int64).
   *
   * @param device where to
   * @param values the labels
   * @return a new tensor {@code [N]} in the innermost scope
   */
  public static Tensor labels(Device device, int... values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    try (LongPointer pointer = new LongPointer(wide)) {
      return to(
          torch.from_blob(pointer, new long[] {wide.length}, options(ScalarType.Long)).clone(),
          device);
    }
  }

  /**
   * Makes a vector of class labels or indices (int64) on the device of another tensor.
   *
   * @param model what they are labels or indices of
   * @param values the labels
   * @return a new tensor {@code [N]} in the innermost scope
   */
  public static Tensor labels(Tensor model, int... values) {
    return labels(Device.of(model), values);
  }

  /**
   * Brings a tensor to a device; the same tensor if it is there already. To a CUDA device it goes
   * through page-locked memory, and the call does not wait until it has arrived: what is computed
   * from it afterwards does.
   *
   * @param tensor any tensor
   * @param device where to
   * @return the same values there, in the same layout
   */
  public static Tensor to(Tensor tensor, Device device) {
    Device from = Device.of(tensor);
    if (from.equals(device)) {
      return tensor;
    }
    boolean overlapped = from.isCpu() && device.kind() == Device.Kind.CUDA;
    Tensor source = overlapped ? tensor.pin_memory() : tensor;
    return source.to(
        device.binding(), tensor.scalar_type(), overlapped, false, new MemoryFormatOptional());
  }

  /**
   * Makes a tensor with one value for each channel, to be combined with a batch.
   *
   * @param values one for each channel
   * @param like the batch, {@code [N, C, ...]}
   * @return {@code [C, 1, ...]}, of the batch's element type
   */
  public static Tensor perChannel(List<Double> values, Tensor like) {
    long[] shape = new long[Math.toIntExact(like.dim()) - 1];
    Arrays.fill(shape, 1);
    shape[0] = values.size();
    double[] elements = values.stream().mapToDouble(Double::doubleValue).toArray();
    return like(like, elements, shape);
  }

  /**
   * Makes a tensor of the same shape, element type and layout with every element set to a value.
   *
   * @param like the model
   * @param value the value of every element
   * @return a new tensor
   */
  public static Tensor fullLike(Tensor like, double value) {
    return torch.full_like(like.detach(), new Scalar(value));
  }

  /**
   * Reads all elements in row-major order, whatever the layout in memory.
   *
   * @param tensor a floating-point tensor
   * @return the elements as float
   */
  public static float[] toFloats(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
      float[] values = new float[Math.toIntExact(plain.numel())];
      plain.data_ptr_float().get(values);
      return values;
    }
  }

  /**
   * Reads all elements in row-major order as doubles.
   *
   * @param tensor any tensor
   * @return the elements as double
   */
  public static double[] toDoubles(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      Tensor plain = tensor.detach().cpu().to(ScalarType.Double).contiguous();
      double[] values = new double[Math.toIntExact(plain.numel())];
      plain.data_ptr_double().get(values);
      return values;
    }
  }

  /**
   * Reads class labels or indices.
   *
   * @param tensor an integer tensor
   * @return the elements as int
   */
  public static int[] toInts(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      Tensor plain = tensor.detach().cpu().to(ScalarType.Int).contiguous();
      int[] values = new int[Math.toIntExact(plain.numel())];
      plain.data_ptr_int().get(values);
      return values;
    }
  }

  /**
   * Reads the only element.
   *
   * @param tensor a tensor with one element
   * @return its value
   */
  public static double toDouble(Tensor tensor) {
    return tensor.item_double();
  }

  /**
   * The shape as an array.
   *
   * @param tensor any tensor
   * @return a new array
   */
  public static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  /**
   * Makes a tensor of zeros on the device and of the element type of another.
   *
   * @param model whose device and element type to take
   * @param shape the shape
   * @return a new tensor in the innermost scope
   */
  public static Tensor zeros(Tensor model, long... shape) {
    return model.detach().new_zeros(shape);
  }

  /**
   * A tensor of images that has a shape and an element type but no values worth reading, for
   * functions that ask for the former.
   *
   * @param like whose element type to take
   * @param shape {@code [N, C, H, W]}
   * @return channels-last, not initialised
   */
  static Tensor shapeOnly(Tensor like, long... shape) {
    long[] inMemory = {shape[0], shape[2], shape[3], shape[1]};
    return like.new_empty(inMemory).permute(0, 3, 1, 2);
  }

  /**
   * A tensor on the processor with the shape, element type and layout of one that may be elsewhere,
   * for draws that must be the same on every device.
   *
   * @param model whose shape, element type and layout to take
   * @return not initialised
   */
  static Tensor hostLike(Tensor model) {
    return torch.empty_like(model.detach(), onHost(model), new MemoryFormatOptional());
  }

  /**
   * Numbers drawn evenly from 0 to 1 by the processor's generator.
   *
   * @param model whose shape, element type and layout to take
   * @return on the processor, whatever device the model is on
   */
  static Tensor uniformOnHost(Tensor model) {
    return torch.rand_like(model.detach(), onHost(model), new MemoryFormatOptional());
  }

  /**
   * Lays images out with channels last, which every convolution and max-pooling kernel prefers;
   * others stay as they are. One channel lies in memory either way; here its strides say so, since
   * it is by these that a convolution chooses its kernel and the layout of what it gives.
   *
   * @param tensor any tensor; {@code [N, C, H, W]} are images
   * @return the same values, the same logical shape
   */
  public static Tensor channelsLast(Tensor tensor) {
    if (tensor.dim() != 4) {
      return tensor;
    }
    if (tensor.size(1) == 1) {
      long[] inMemory = {tensor.size(0), tensor.size(2), tensor.size(3), 1};
      return tensor.reshape(inMemory).permute(0, 3, 1, 2);
    }
    return tensor.contiguous(MemoryFormat.ChannelsLast);
  }

  /**
   * A number that grows whenever the values are changed in place.
   *
   * @param tensor any tensor
   * @return its version
   */
  public static long version(Tensor tensor) {
    return tensor._version();
  }

  /**
   * Overwrites values in place.
   *
   * @param target what to overwrite
   * @param values of a shape that fits
   * @return the target
   */
  public static Tensor copyInto(Tensor target, Tensor values) {
    return target.copy_(values);
  }

  /**
   * Concatenates along the first dimension.
   *
   * @param parts tensors of the same shape after the first dimension
   * @return the concatenation
   */
  public static Tensor concatenate(List<Tensor> parts) {
    return concatenate(parts, 0);
  }

  /**
   * Concatenates along a dimension.
   *
   * @param parts tensors of the same shape but for that dimension
   * @param dimension which
   * @return the concatenation
   */
  public static Tensor concatenate(List<Tensor> parts, int dimension) {
    return torch.cat(new TensorVector(parts.toArray(new Tensor[0])), dimension);
  }

  /**
   * Stacks tensors of one shape along a new dimension.
   *
   * @param parts tensors of the same shape
   * @param dimension where the new dimension goes
   * @return the stack
   */
  public static Tensor stack(List<Tensor> parts, int dimension) {
    return torch.stack(new TensorVector(parts.toArray(new Tensor[0])), dimension);
  }

  /**
   * Repeats a batch as a whole.
   *
   * @param a {@code [N, ...]}
   * @param times how often
   * @return {@code [times * N, ...]}: the batch, the batch again, ...
   */
  public static Tensor repeatBatch(Tensor a, int times) {
    if (times == 1) {
      return a;
    }
    long[] repeats = new long[Math.toIntExact(a.dim())];
    Arrays.fill(repeats, 1);
    repeats[0] = times;
    return a.repeat(repeats);
  }

  /**
   * Frees a tensor that outlived its scope.
   *
   * @param tensor a tensor kept by {@link Scope#keep}
   */
  public static void free(Tensor tensor) {
    tensor.close();
  }

  /**
   * Puts all elements of tensors into one row.
   *
   * @param tensors of one element type, on one device
   * @return {@code [D]} on the processor, a copy
   */
  public static Tensor flatOnHost(List<Tensor> tensors) {
    return concatenate(tensors.stream().map(tensor -> tensor.detach().reshape(-1)).toList()).cpu();
  }

  /**
   * Takes such a row apart again.
   *
   * @param flat as {@link #flatOnHost} has it
   * @param like the tensors whose shapes, element types and device to take
   * @return parts of the row where it has their type and device, else copies
   */
  public static List<Tensor> unflattened(Tensor flat, List<Tensor> like) {
    List<Tensor> parts = new ArrayList<>();
    long start = 0;
    for (Tensor model : like) {
      parts.add(flat.narrow(0, start, model.numel()).reshape(shape(model)).to(model));
      start += model.numel();
    }
    return parts;
  }

  /** Bytes in memory that stays the caller's. */
  static Tensor over(BytePointer memory, long count) {
    return torch.from_blob(memory, new long[] {count}, options(ScalarType.Byte));
  }

  private static Tensor host(float[] values, long... shape) {
    NativeLibraries.require();
    checkCount(values.length, shape);
    try (FloatPointer pointer = new FloatPointer(values)) {
      return torch.from_blob(pointer, shape, options(ScalarType.Float)).clone();
    }
  }

  private static Tensor host(double[] values, long... shape) {
    NativeLibraries.require();
    checkCount(values.length, shape);
    try (DoublePointer pointer = new DoublePointer(values)) {
      return torch.from_blob(pointer, shape, options(ScalarType.Double)).clone();
    }
  }

  private static TensorOptions options(ScalarType type) {
    return new TensorOptions().dtype(new ScalarTypeOptional(type));
  }

  private static TensorOptions onHost(Tensor model) {
    return new TensorOptions()
        .dtype(new ScalarTypeOptional(model.scalar_type()))
        .device(new DeviceOptional(Device.CPU.binding()));
  }

  private static void checkCount(int count, long[] shape) {
    long expected = 1;
    for (long size : shape) {
      expected *= size;
    }
    if (expected != count) {
      throw new IllegalArgumentException(
          "expected "
              + expected
              + " values for shape "
              + Arrays.toString(shape)
              + ", found "
              + count);
    }
  }
}
