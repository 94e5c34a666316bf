package org.widemargin.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;

/**
 * A loss and the parts it is made of.
 *
 * @param total the scalar to minimise, part of the graph
 * @param parts scalars to report by name, such as {@code cross-entropy}
 */
public record LossValue(Tensor total, Map<String, Tensor> parts) {
  /** Copies the map. */
  public LossValue {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * The sum with a further term, which becomes a part as it is before its weight.
   *
   * @param name of the part
   * @param term a scalar, part of the graph
   * @param weight of it in the total
   * @return the sum
   */
  public LossValue plus(String name, Tensor term, double weight) {
    return new LossValue(Ops.add(total, term, weight), parts).reporting(name, term.detach());
  }

  /**
   * The same with a further scalar to report.
   *
   * @param name of the part
   * @param part the scalar
   * @return the same total
   */
  public LossValue reporting(String name, Tensor part) {
    Map<String, Tensor> more = new LinkedHashMap<>(parts);
    more.put(name, part);
    return new LossValue(total, more);
  }
}
