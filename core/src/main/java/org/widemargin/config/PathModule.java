package org.widemargin.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;

/** Paths as the user writes them; Jackson's own form is an absolute URL. */
final class PathModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  PathModule() {
    super("paths");
    addSerializer(Path.class, ToStringSerializer.instance);
    addDeserializer(Path.class, new PathDeserializer());
  }

  private static final class PathDeserializer extends StdScalarDeserializer<Path> {
    private static final long serialVersionUID = 1L;

    PathDeserializer() {
      super(Path.class);
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Path.of(_parseString(parser, context, this));
    }
  }
}
