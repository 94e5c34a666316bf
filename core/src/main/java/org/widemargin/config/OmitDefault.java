package org.widemargin.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component that is written only where it differs from its default: one that came after results
 * were published. Configurations that do not use it keep their text, and with it their identity.
 *
 * <p>Its default must therefore mean what the code did before, and must never change.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OmitDefault {}
