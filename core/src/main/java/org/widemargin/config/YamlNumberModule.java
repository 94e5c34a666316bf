package org.widemargin.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/** Infinity and NaN as YAML spells them. */
final class YamlNumberModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  YamlNumberModule() {
    super("yaml numbers");
    addSerializer(double.class, new DoubleSerializer());
    addSerializer(Double.class, new DoubleSerializer());
  }

  private static final class DoubleSerializer extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1L;

    DoubleSerializer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      if (Double.isNaN(value)) {
        generator.writeNumber(".nan");
      } else if (Double.isInfinite(value)) {
        generator.writeNumber(value > 0 ? ".inf" : "-.inf");
      } else {
        generator.writeNumber(value);
      }
    }
  }
}
