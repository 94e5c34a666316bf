package org.widemargin.audit;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A sample of a {@link DataCopy}.
 *
 * @param line what the audit says of it
 * @param label the label that it gets
 */
record CopiedSample(SampleLine line, String label) {
  boolean isTest() {
    return line.part().equals(PartAudit.TEST);
  }

  Path origin() {
    return Path.of(Objects.requireNonNull(line.origin()));
  }
}
