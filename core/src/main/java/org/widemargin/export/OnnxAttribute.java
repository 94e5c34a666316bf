package org.widemargin.export;

import java.util.Arrays;
import java.util.List;
import org.widemargin.file.ProtobufMessage;

/** A setting of an ONNX operator: {@code AttributeProto} of onnx.proto. */
sealed interface OnnxAttribute {
  int NAME = 1;
  int FLOAT_VALUE = 2;
  int INTEGER_VALUE = 3;
  int INTEGER_VALUES = 8;
  int TYPE = 20;

  /** The attribute as a message. */
  ProtobufMessage message();

  /** A whole number. */
  record Whole(String name, long value) implements OnnxAttribute {
    private static final int TYPE_INT = 2;

    @Override
    public ProtobufMessage message() {
      return new ProtobufMessage()
          .text(NAME, name)
          .number(INTEGER_VALUE, value)
          .number(TYPE, TYPE_INT);
    }
  }

  /** A number in single precision. */
  record Real(String name, float value) implements OnnxAttribute {
    private static final int TYPE_FLOAT = 1;

    @Override
    public ProtobufMessage message() {
      return new ProtobufMessage()
          .text(NAME, name)
          .fixed32(FLOAT_VALUE, value)
          .number(TYPE, TYPE_FLOAT);
    }
  }

  /** Whole numbers. */
  record Wholes(String name, List<Long> values) implements OnnxAttribute {
    private static final int TYPE_INTS = 7;

    static Wholes of(String name, long... values) {
      return new Wholes(name, Arrays.stream(values).boxed().toList());
    }

    @Override
    public ProtobufMessage message() {
      ProtobufMessage message = new ProtobufMessage().text(NAME, name);
      values.forEach(value -> message.number(INTEGER_VALUES, value));
      return message.number(TYPE, TYPE_INTS);
    }
  }
}
