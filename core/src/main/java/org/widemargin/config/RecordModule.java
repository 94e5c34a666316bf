package org.widemargin.config;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.ValueInstantiators;
import com.fasterxml.jackson.databind.deser.std.StdValueInstantiator;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.util.List;

/** Records with their defaults, both ways. */
final class RecordModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  RecordModule() {
    super("records");
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addValueInstantiators(new Instantiators());
    context.addBeanSerializerModifier(new Omission());
  }

  private static final class Instantiators extends ValueInstantiators.Base {
    @Override
    public ValueInstantiator findValueInstantiator(
        DeserializationConfig config, BeanDescription type, ValueInstantiator plain) {
      return type.getBeanClass().isRecord() && plain instanceof StdValueInstantiator standard
          ? new RecordInstantiator(standard)
          : plain;
    }
  }

  private static final class Omission extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription type, List<BeanPropertyWriter> writers) {
      if (type.getBeanClass().isRecord()) {
        writers.replaceAll(writer -> omitting(type.getBeanClass(), writer));
      }
      return writers;
    }

    private static BeanPropertyWriter omitting(Class<?> record, BeanPropertyWriter writer) {
      RecordType type = RecordType.of(record);
      int component = type.keys().indexOf(writer.getName());
      return component >= 0 && type.annotationsOf(component).isAnnotationPresent(OmitDefault.class)
          ? new DefaultOmitter(writer, component)
          : writer;
    }
  }
}
