package org.widemargin.checkpoint;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The classes and functions that a pickle of tensors may name. None of them is ever called. */
enum PickleGlobal {
  /** A dict; this library's keep their order anyway. */
  ORDERED_DICT("collections", "OrderedDict"),
  /** A tensor on a storage. */
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor"),
  /** A tensor on a storage, with its hooks. */
  REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2"),
  /** A parameter around a tensor. */
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
  /** A shape: a tuple. */
  SIZE("torch", "Size"),
  /** Storage of float32. */
  FLOAT_STORAGE("torch", "FloatStorage", DataType.F32),
  /** Storage of float64. */
  DOUBLE_STORAGE("torch", "DoubleStorage", DataType.F64),
  /** Storage of float16. */
  HALF_STORAGE("torch", "HalfStorage", DataType.F16),
  /** Storage of bfloat16. */
  BFLOAT16_STORAGE("torch", "BFloat16Storage", DataType.BF16),
  /** Storage of int64. */
  LONG_STORAGE("torch", "LongStorage", DataType.I64),
  /** Storage of int32. */
  INT_STORAGE("torch", "IntStorage", DataType.I32),
  /** Storage of uint8. */
  BYTE_STORAGE("torch", "ByteStorage", DataType.U8),
  /** Storage of booleans, a byte each. */
  BOOL_STORAGE("torch", "BoolStorage", DataType.U8);

  private final String module;
  private final String symbol;
  private final @Nullable DataType elements;

  PickleGlobal(String module, String symbol) {
    this(module, symbol, null);
  }

  PickleGlobal(String module, String symbol, @Nullable DataType elements) {
    this.module = module;
    this.symbol = symbol;
    this.elements = elements;
  }

  String module() {
    return module;
  }

  String symbol() {
    return symbol;
  }

  /** The element type of a storage; empty for what is none. */
  Optional<DataType> elements() {
    return Optional.ofNullable(elements);
  }

  static Optional<PickleGlobal> of(String module, String symbol) {
    return Arrays.stream(values())
        .filter(global -> global.module.equals(module) && global.symbol.equals(symbol))
        .findFirst();
  }

  /** The storage of an element type. */
  static PickleGlobal storage(DataType type) {
    return switch (type) {
      case F32 -> FLOAT_STORAGE;
      case F64 -> DOUBLE_STORAGE;
      case F16 -> HALF_STORAGE;
      case BF16 -> BFLOAT16_STORAGE;
      case I64 -> LONG_STORAGE;
      case I32 -> INT_STORAGE;
      case U8 -> BYTE_STORAGE;
    };
  }
}
