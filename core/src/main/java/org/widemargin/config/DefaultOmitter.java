package org.widemargin.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import java.util.Objects;

/** Leaves a component out where it has its default; see {@link OmitDefault}. */
final class DefaultOmitter extends BeanPropertyWriter {
  private static final long serialVersionUID = 1L;

  private final int component;

  DefaultOmitter(BeanPropertyWriter plain, int component) {
    super(plain);
    this.component = component;
  }

  @Override
  public void serializeAsField(Object record, JsonGenerator generator, SerializerProvider provider)
      throws Exception {
    if (!isDefault(record)) {
      super.serializeAsField(record, generator, provider);
    }
  }

  private boolean isDefault(Object record) {
    RecordType type = RecordType.of(record.getClass());
    Object byDefault = type.defaults(type.values(record))[component];
    return Objects.equals(type.valueOf(component, record), byDefault);
  }
}
