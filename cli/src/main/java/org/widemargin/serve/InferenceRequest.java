package org.widemargin.serve;

import java.util.List;
import java.util.Optional;

/**
 * A request for inference.
 *
 * @param id what the answer shall carry, too
 * @param input the samples
 * @param outputs which are wanted; all of them where the request names none
 */
record InferenceRequest(Optional<String> id, InferenceInput input, List<Output> outputs) {
  InferenceRequest {
    outputs = List.copyOf(outputs);
  }
}
