package org.widemargin.config;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.impl.PropertyValueBuffer;
import com.fasterxml.jackson.databind.deser.std.StdValueInstantiator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes a record of the keys that were written; the others have its defaults. */
final class RecordInstantiator extends StdValueInstantiator {
  private static final long serialVersionUID = 1L;

  RecordInstantiator(StdValueInstantiator plain) {
    super(plain);
  }

  @Override
  public Object createFromObjectWith(
      DeserializationContext context, SettableBeanProperty[] keys, PropertyValueBuffer written)
      throws IOException {
    RecordType type = RecordType.of(getValueClass());
    @Nullable Object[] values = new @Nullable Object[keys.length];
    boolean complete = true;
    for (int i = 0; i < keys.length; i++) {
      // A key without a value is as good as none.
      values[i] = written.hasParameter(keys[i]) ? written.getParameter(keys[i]) : null;
      complete &= values[i] != null;
      if (values[i] == null && type.isRequired(i)) {
        context.reportInputMismatch(keys[i], "a key is missing");
      }
    }
    if (!complete && type.hasDefaults()) {
      complete(type, values, context);
    }
    return checked(createFromObjectWith(context, values), context);
  }

  private Object checked(Object record, DeserializationContext context)
      throws JsonMappingException {
    if (record instanceof Checked whole) {
      try {
        whole.check();
      } catch (RuntimeException e) {
        throw rewrapCtorProblem(context, e);
      }
    }
    return record;
  }

  private void complete(RecordType type, @Nullable Object[] values, DeserializationContext context)
      throws JsonMappingException {
    @Nullable Object[] defaults;
    try {
      defaults = type.defaults(values);
    } catch (RuntimeException e) {
      throw rewrapCtorProblem(context, e);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == null ? defaults[i] : values[i];
    }
  }
}
