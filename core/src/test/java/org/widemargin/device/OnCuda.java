package org.widemargin.device;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;

/** Skips tests where there is no usable CUDA device, and says why there is none. */
final class OnCuda implements ExecutionCondition {
  static final Device FIRST = new Device(Device.Kind.CUDA, 0);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> whyNot = Devices.whyNotUsable(FIRST);
    return whyNot
        .map(why -> ConditionEvaluationResult.disabled("needs a GPU: " + why))
        .orElseGet(() -> ConditionEvaluationResult.enabled(FIRST + " is usable"));
  }
}
