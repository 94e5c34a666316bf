package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.widemargin.error.Nearest;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.torch.Device;

/**
 * Loads weights that another framework trained: a safetensors file or a {@code state_dict} of
 * PyTorch's, its names translated by the spec's {@code external-names}. The prefixes that PyTorch's
 * wrappers give to all names are taken off.
 */
public final class ExternalWeights {
  /** A counter of PyTorch's batch normalisation, which no inference needs. */
  private static final String UNUSED_SUFFIX = ".num_batches_tracked";

  private ExternalWeights() {}

  /**
   * Binds a spec to the weights of a file.
   *
   * @param spec the architecture
   * @param file a safetensors file or a {@code .pt} or {@code .pth} file with every parameter and
   *     running statistic of the spec, in float32, float16, bfloat16 or float64
   * @param device where to
   * @return the network, in float32; to be closed by the caller
   * @throws org.widemargin.error.InputException naming the first parameter, in the order of the
   *     forward pass, that is missing, has another shape or type, or holds a NaN or infinity; or
   *     the first tensor of the file that the spec has no place for
   */
  public static Network load(NetworkSpec spec, Path file, Device device) {
    return Network.of(spec, values(spec, file, name -> true), device);
  }

  /**
   * Reads some of a spec's parameters from a file of weights: another framework's, or a checkpoint
   * of this library, whose names are those of the spec.
   *
   * @param spec the architecture
   * @param file a file of weights; what it holds for parameters that are not wanted is not looked
   *     at
   * @param wanted tells by a parameter's name whether it is to be read
   * @return the elements of the wanted parameters and running statistics, by name
   * @throws org.widemargin.error.InputException as from {@link #load}
   */
  public static Map<String, float[]> values(NetworkSpec spec, Path file, Predicate<String> wanted) {
    WeightsFile content = WeightsFile.read(file);
    boolean own = content.isCheckpoint();
    Map<String, StoredTensor> stored = content.tensorsFor(spec);
    Set<String> left = new LinkedHashSet<>(stored.keySet());
    Map<String, float[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      String name = own ? parameter.name() : spec.externalName(parameter.name());
      left.remove(name);
      if (!wanted.test(parameter.name())) {
        continue;
      }
      require(
          stored.containsKey(name),
          "%s: expected a tensor '%s' for the parameter %s of network '%s', found none; %s",
          file,
          name,
          parameter.name(),
          spec.name(),
          Nearest.hint(name, stored.keySet()));
      StoredTensor tensor = Objects.requireNonNull(stored.get(name));
      values.put(parameter.name(), elements(file, name, parameter, tensor));
    }
    left.removeIf(name -> name.endsWith(UNUSED_SUFFIX));
    require(
        left.isEmpty(),
        "%s: found a tensor '%s' that network '%s' has no parameter for; add the layer to the spec,"
            + " or its name to external-names",
        file,
        left.isEmpty() ? "" : left.iterator().next(),
        spec.name());
    return values;
  }

  private static float[] elements(
      Path file, String name, ParameterSpec parameter, StoredTensor tensor) {
    require(
        Arrays.equals(tensor.shape(), parameter.sizes()),
        "%s: tensor '%s': expected shape %s for the parameter %s, found %s",
        file,
        name,
        parameter.shape(),
        parameter.name(),
        Arrays.toString(tensor.shape()));
    float[] elements = floats(file, name, tensor);
    for (float element : elements) {
      require(
          Float.isFinite(element),
          "%s: tensor '%s': expected finite weights, found %s",
          file,
          name,
          element);
    }
    return elements;
  }

  private static float[] floats(Path file, String name, StoredTensor tensor) {
    switch (tensor.dataType()) {
      case F32, F16, BF16 -> {
        return tensor.floats();
      }
      case F64 -> {
        double[] wide = tensor.doubles();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < narrow.length; i++) {
          narrow[i] = (float) wide[i];
        }
        return narrow;
      }
      default -> {
        require(
            false,
            "%s: tensor '%s': expected floating-point weights (F32, F16, BF16 or F64), found %s",
            file,
            name,
            tensor.dataType());
        throw new AssertionError();
      }
    }
  }
}
